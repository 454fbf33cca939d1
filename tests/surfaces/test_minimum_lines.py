"""Minima that are whole lines, and minima beyond the frame."""

import math

import numpy as np
import pytest
import torch

from optim_core.base.text import load
from optim_core.descend import descend
from optim_core.figures.race.surface_traces import minima
from optim_core.formula import formula_fitted
from optim_core.optimizers import SGD
from optim_core.specs import SurfaceRun, Sweep
from optim_core.specs.metrics import distance_to_minimum
from optim_core.surfaces import Formula, Himmelblau, Rosenbrock, Transformed
from optim_core.surfaces.minimum_lines import minimum_lines
from optim_core.sweep import sweep

HALF = math.sqrt(0.5)
STRAIGHT = {
    "sin(x)^2": [(1.0, 0.0, 0.0)],
    "(y - 1)^2 + 5": [(0.0, 1.0, 1.0)],
    "(x - y)^2": [(HALF, -HALF, 0.0)],
    "(x - y)^4": [(HALF, -HALF, 0.0)],
    "1e6(x + 2)^2 - 3": [(1.0, 0.0, -2.0)],
    "(x^2 - 1)^2": [(1.0, 0.0, -1.0), (1.0, 0.0, 1.0)],
    "(2x + y - 1)^2": [(2 / math.sqrt(5), 1 / math.sqrt(5), 1 / math.sqrt(5))],
    "where(x > 0, x^2, 2x^2) + 0*y": [(1.0, 0.0, 0.0)],
}


def away(xy: list[list[float]], surface: Formula | Transformed) -> list[float]:
    """Distances from points to the nearest minima."""
    points = torch.tensor(xy, dtype=torch.float64)
    return torch.linalg.vector_norm(points - surface.nearest_minimum(points), dim=-1).tolist()


@pytest.mark.parametrize(("text", "equations"), STRAIGHT.items(), ids=STRAIGHT)
def test_straight_lines_have_their_equation(text: str, equations: list[tuple[float, ...]]) -> None:
    surface = Formula(text=text)
    found = [line.straight for line in surface.lines.values()]
    assert sorted(found) == [pytest.approx(one, abs=1e-7) for one in sorted(equations)]
    assert len(surface.minima) == len(equations)


def test_all_lines_of_a_wide_frame_are_found() -> None:
    surface = Formula(text="sin(x)^2", x_low=-10, x_high=10)
    found = sorted(line.straight[2] / math.pi for line in surface.lines.values())
    assert found == pytest.approx([-3, -2, -1, 0, 1, 2, 3])
    assert surface.lowest == pytest.approx(0, abs=1e-25)


CURVES = {
    "(x² + y² - 1)²": lambda x, y: math.hypot(x, y) - 1,
    "(x² - y)²": lambda x, y: x * x - y,
    "(x y - 1)²": lambda x, y: x * y - 1,
}


@pytest.mark.parametrize("text", CURVES)
def test_the_nearest_point_of_a_curve_lies_on_it(text: str) -> None:
    surface = Formula(text=text)
    assert [line.straight for line in surface.lines.values()] == [None] * (2 if "x y" in text else 1)
    points = torch.tensor([[0.3, 0.4], [-2.0, 1.0], [2.5, 2.9], [-1.0, -1.2]], dtype=torch.float64)
    for x, y in surface.nearest_minimum(points).tolist():
        assert CURVES[text](x, y) == pytest.approx(0, abs=1e-9)


def test_distances_are_those_from_the_line() -> None:
    assert away([[0.5, 2.2], [-1.0, -2.9], [0.25, 40.0]], Formula(text="sin(x)^2")) == pytest.approx([0.5, 1.0, 0.25])
    assert away([[3.0, 4.0], [0.6, 0.0]], Formula(text="(x² + y² - 1)²")) == pytest.approx([4.0, 0.4], abs=1e-6)
    turned = Transformed(inner=Formula(text="x^2"), angle=45, stretch=2)
    assert away([[2.0, 0.0], [0.0, 3.0]], turned) == pytest.approx([math.sqrt(2), 3 * HALF])


NO_LINES = ["7", "floor(x)", "relu(x)", "x^2 + y^2", "x^2 + y^20", "x^4 + y^4", "-x^2", "x", "sin(x)^2 + 0.001y", "|x|"]


@pytest.mark.parametrize("text", [*NO_LINES, "exp(exp(exp(x)))", "log(-1 - x^2)"])
def test_what_is_no_line_is_none(text: str) -> None:
    assert minimum_lines(Formula(text=text)) == ()


@pytest.mark.parametrize("surface", [Himmelblau(), Rosenbrock()], ids=str)
def test_surfaces_of_the_gallery_have_no_lines(surface: Himmelblau | Rosenbrock) -> None:
    assert minimum_lines(surface) == ()
    assert surface.lines == {}


def test_a_minimum_beside_a_line_stays() -> None:
    surface = Formula(text="min((x - 2)^2 + y^2 - 1, x^2 + 0*y + 1)")
    assert surface.minima[0] == pytest.approx((2, 0))
    assert list(surface.lines) == [1]


def test_races_sweeps_and_pictures_know_the_line() -> None:
    surface = Formula(text="sin(x)^2")
    run = SurfaceRun(surface=surface, optimizers=(SGD(lr=0.3),), start=(1.0, 2.5), steps=100)
    (path,) = descend(run)
    assert distance_to_minimum(path, surface)[-1] < 1e-9
    assert sweep(Sweep(surface=surface, optimizer=SGD(), axes={"lr": (0.3,)}, start=run.start)).reached_minimum[0] == 0
    trace = minima(surface, load("en"))
    assert trace["marker"]["symbol"][:2] == ["star", "circle"]
    assert len(trace["text"]) == len(trace["marker"]["size"]) == 1 + len(surface.lines[0].points)


def test_minima_are_looked_for_beyond_the_frame_where_paths_leave_it() -> None:
    surface = Formula(text="(x - 5)^2 + y^2")
    assert surface.minima == ()
    assert away([[0.0, 0.0], [4.0, 0.0]], surface) == pytest.approx([5, 1])
    assert np.isnan(away([[0.0, 0.0], [1.0, 0.0]], surface)).all()
    run = SurfaceRun(surface=surface, optimizers=(SGD(lr=0.1),), start=(0.0, 1.0), steps=200)
    assert distance_to_minimum(descend(run)[0], surface)[-1] == pytest.approx(0, abs=1e-9)
    near = Formula(text="(x - 5)^2*(x + 1)^2 + y^2")
    assert away([[-1.5, 0.0], [4.5, 0.0]], near) == pytest.approx([0.5, 0.5])


def test_the_fitted_frame_holds_the_points_in_reach() -> None:
    surface = Formula(text="x^2 + y^2")
    fitted = surface.fitted(torch.tensor([[4.0, 0.0], [0.0, -3.1], [1e9, 1e9], [math.nan, 0.0]]))
    assert fitted is not None
    assert fitted.domain == ((-3.0, 4.5), (-4.5, 3.0))
    assert fitted.fitted(torch.tensor([[4.0, 0.0]])) is None
    assert surface.fitted(torch.tensor([[1e9, 1e9]])) is None
    assert surface.fitted(torch.tensor([[3.0, -3.0], [0.0, 0.0]])) is None
    edge = Formula(text="x", x_low=9e5, x_high=1e6).fitted(torch.tensor([[1.05e6, 0.0], [8.9e5, 0.0]]))
    assert edge is not None
    assert edge.domain[0] == (8.75e5, 1e6)


def test_the_frame_of_a_transformed_formula_is_fitted_to_what_leaves_its_picture() -> None:
    turned = Transformed(inner=Formula(text="(x - 5)^2 + y^2"), angle=45.0, stretch=2.0)
    (x_low, x_high), (y_low, y_high) = turned.domain
    assert formula_fitted(turned, np.array([[x_low, y_low], [x_high, y_high]])) is None  # a corner beside the square
    fitted = formula_fitted(turned, np.array([[0.0, y_high + 1.0], [x_low, y_low], [1e9, 0.0], [math.nan, 0.0]]))
    assert isinstance(fitted, Transformed)
    assert fitted.domain[1][1] >= y_high + 1
    assert fitted.inner.domain[1][1] > 3
    assert formula_fitted(fitted, np.array([[0.0, y_high + 1.0]])) is None
    minimum = turned.outward((5.0, 0.0))
    assert away([[0.0, 0.0], [minimum[0] + 1, minimum[1]]], turned)[1] == pytest.approx(1)
    scaled = Transformed(inner=Rosenbrock(), scale=3.0)
    assert formula_fitted(scaled, np.array([[0.0, 9.0]])) is None
