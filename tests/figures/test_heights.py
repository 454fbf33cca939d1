"""The scale of a surface's heights is the one that shows more, or the one asked for; its labels are true heights."""

import numpy as np
import pytest

from optim_core.figures.heights import drawn, heights
from optim_core.formula import Formula
from optim_core.surfaces import SURFACES, Booth, Quadratic, Rastrigin, Rosenbrock, Saddle, Sphere, Transformed
from optim_core.surfaces.grid import grid
from tests.figures.test_numbers import table


@pytest.mark.parametrize("cls", [cls for cls in SURFACES if cls.log_color is True])
def test_a_surface_that_spans_decades_has_a_log_scale_by_itself(cls):
    assert heights(cls(), grid(cls())).floor is not None


@pytest.mark.parametrize("surface", [Sphere(), Quadratic(kappa=1.0), Rastrigin(), Saddle()])
def test_a_surface_of_even_heights_has_a_linear_scale(surface):
    assert heights(surface, grid(surface)).is_linear


@pytest.mark.parametrize(
    "surface",
    [
        Booth(),
        Transformed(inner=Rosenbrock(), angle=30.0),
        Formula(text="(1-x)^2 + 100*(y-x^2)^2", x_low=-2, x_high=2, y_low=-1, y_high=3),
    ],
)
def test_a_valley_is_told_by_its_heights_not_by_its_name(surface):
    assert heights(surface, grid(surface)).floor is not None


def test_the_floor_of_rosenbrocks_valley_is_darker_than_its_sides():
    surface = Rosenbrock()
    over = grid(surface, 121)
    shown = heights(surface, over)
    share = (np.clip(shown.z, shown.low, shown.high) - shown.low) / (shown.high - shown.low)
    along = [
        (int(np.abs(over.x - x).argmin()), int(np.abs(over.y - x * x).argmin())) for x in np.linspace(-1.2, 1.6, 12)
    ]
    assert max(share[j, i] for i, j in along) < 0.62
    assert min(share[min(j + 30, 120), i] for i, j in along) > max(share[j, i] for i, j in along)


@pytest.mark.parametrize("case", table("height_scales"), ids=lambda case: case["name"])
def test_heights_have_the_scale_that_the_browser_gives_them(case):
    """What a held slider shows follows tests/data/height_scales.json, too."""
    shown = drawn(np.array(case["heights"]).reshape(case["side"], -1), case["scale"], case["lowest"])
    assert {**shown.contours, "low": shown.low, "high": shown.high} == pytest.approx(case["levels"])
    assert shown.ticks["tickvals"] == pytest.approx(case["tickvals"])
    assert shown.ticks["ticktext"] == case["ticktext"]


@pytest.mark.parametrize("scale", ["auto", "linear", "log", "rank"])
@pytest.mark.parametrize("cls", SURFACES)
def test_every_surface_can_be_drawn_on_every_scale(cls, scale):
    surface = cls()
    over = grid(surface)
    shown = heights(surface, over, scale)
    assert np.isfinite(shown.z).all()
    assert shown.low < shown.high
    order = np.argsort(over.z, axis=None)
    assert (np.diff(shown.z.ravel()[order]) >= 0).all() or not np.isfinite(over.z).all()
    again = shown(over.z)
    known = np.isfinite(over.z) & np.isfinite(again)
    assert np.allclose(again[known], shown.z[known], atol=1e-6, rtol=1e-6)


def test_colors_by_rank_are_used_equally_and_labeled_with_heights():
    surface = Rosenbrock()
    over = grid(surface, 101)
    shown = heights(surface, over, "rank")
    counts = np.histogram(shown.z, bins=10, range=(0, 1))[0]
    assert counts.max() < 1.1 * counts.min()
    ticks = dict(zip(shown.ticks["tickvals"], shown.ticks["ticktext"], strict=True))
    assert float(ticks[0.0]) == pytest.approx(over.z.min(), rel=0.01)
    assert float(ticks[1.0]) == pytest.approx(over.z.max(), rel=0.01)
    assert float(ticks[0.4]) == pytest.approx(np.quantile(over.z, 0.4), rel=0.01)


@pytest.mark.parametrize("scale", ["auto", "linear", "log", "rank"])
@pytest.mark.parametrize(
    "z", [np.zeros((3, 3)), np.full((3, 3), np.nan), np.full((3, 3), np.inf), np.full((3, 3), 1e300)]
)
def test_heights_that_are_all_alike_or_unknown_are_drawn(z, scale):
    shown = drawn(z, scale, None)
    assert np.isfinite(shown.z).all()
    assert shown.low < shown.high
    assert shown.ticks["tickvals"]
