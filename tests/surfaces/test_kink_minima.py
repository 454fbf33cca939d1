"""Minima at kinks are found by a pattern search; flat floors, lines, jumps, poles and slopes are none."""

import re
from itertools import product

import numpy as np
import pytest
import torch

from optim_core.explain.theory import curvatures
from optim_core.surfaces import SURFACES, AbsoluteBowl, Formula, Quadratic
from optim_core.surfaces.kink_minima import kink_minima

ZEROS = [k * np.pi / 3 for k in (-2, -1, 0, 1, 2)]
QUARTERS = [(k + 0.5) * np.pi / 2 for k in (-2, -1, 0, 1)]

ISOLATED = {
    "abs(x) + abs(y - 0.3)": [(0, 0.3)],
    "max(abs(x), abs(y))": [(0, 0)],
    "max(x, -x, y, -y) + 3": [(0, 0)],
    "relu(x) + relu(-x) + y^2": [(0, 0)],
    "abs(x + y) + (x - y)^2 + 5": [(0, 0)],
    "abs(x - y) + abs(x + y - 1) + 1000": [(0.5, 0.5)],
    "abs(x - 2y)*10 + abs(x)": [(0, 0)],
    "abs(x - 0.123 - 2y)*1000 + abs(x - 0.1)": [(0.1, -0.0115)],
    "1e6*abs(x) + abs(y)": [(0, 0)],
    "1e-9*abs(x) + 1e-9*abs(y)": [(0, 0)],
    "abs(y - x^2) + (1 - x)^2": [(1, 1)],
    "10*abs(y - x^2) + abs(1 - x)": [(1, 1)],
    "abs(x) + 100*abs(y - sin(2x))": [(0, 0)],
    "max(x^2 + y^2, 2x + 3)": [(-1, 0)],
    "abs(abs(x) - 1) + abs(y)": [(-1, 0), (1, 0)],
    "abs(sin(3x)) + abs(cos(2y))": list(product(ZEROS, QUARTERS)),
    "sqrt(x^2 + y^2)": [(0, 0)],
    "sqrt(abs(x)) + abs(y)": [(0, 0)],
    "abs(x) + abs(y)^3": [(0, 0)],
    "exp(abs(x)) + exp(abs(y))": [(0, 0)],
    "min((x - 1)^2 + y^2, (x + 1)^2 + y^2 + 0.1)": [(1, 0), (-1, 0)],
    "abs(x) + abs(y) + min((x - 2)^2 + y^2, 3)": [(0, 0), (1.5, 0)],
    "max(abs(x - 2), abs(y + 1)) + sin(x)": [(2, -1)],
}
"""Formulas and all their minima within the frame from -3 to 3."""

NONE = [
    "abs(x)",
    "abs(x - 0.3y)",
    "abs(y - x^2/3)",
    "abs(sin(x) - y)",
    "abs(sqrt(x^2 + y^2) - 1)",
    "abs(x^2 + y^2/2 - 2)",
    "abs(x*y - 1)",
    "abs(x - 1)*abs(y)",
    "relu(x) + relu(y)",
    "relu(x^2 + y^2 - 1)",
    "relu(x) + relu(-x - 1) + abs(y)",
    "log(abs(x) + abs(y))",
    "-1/(abs(x) + abs(y))",
    "where(x > 0, x, x + 1) + y^2",
    "where(x > 0, x, 1 - x) + y^2",
    "x % 1 + y^2",
    "tan(x) + y^2",
    "(x - 1)^3 + abs(y)",
    "x + y",
    "x*y",
    "0*x",
]
"""Formulas without an isolated minimum: lines, flat floors, poles, jumps, slopes that end at the frame."""


def in_order(points):
    """Points (n, 2) by x and then y, up to rounding."""
    return points[np.lexsort(points.round(4).T[::-1])]


@pytest.mark.parametrize("text", ISOLATED)
def test_all_isolated_minima_are_found(text):
    found = np.array(Formula(text=text).minima)
    np.testing.assert_allclose(in_order(found), in_order(np.array(ISOLATED[text])), atol=1e-6)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_isolated_minimum_is_not_taken_for_one(text):
    assert Formula(text=text).minima == ()


@pytest.mark.parametrize("text", ["abs(x) + abs(y - 0.3)", "max(abs(x), abs(y))", "10*abs(y - x^2) + abs(1 - x)"])
@pytest.mark.parametrize("size", [1e-3, 1.0, 1e3])
def test_minima_are_found_at_every_size_of_the_frame(text, size):
    scaled = re.sub(r"\b([xy])\b", rf"(\1/{size})", text)
    (reference,) = Formula(text=text).minima
    low, high = -3.0 * size, 3.1 * size
    (found,) = Formula(text=scaled, x_low=low, x_high=high, y_low=low, y_high=high).minima
    np.testing.assert_allclose(np.array(found) / size, reference, atol=1e-6)


def test_the_lowest_of_minima_of_both_kinds_comes_first():
    formula = Formula(text="min(abs(x - 1) + abs(y), (x + 1)^2 + y^2 + 0.1)")
    np.testing.assert_allclose(formula.minima, [(1, 0), (-1, 0)], atol=1e-6)
    np.testing.assert_allclose(formula.depths, [0, 0.1], atol=1e-6)


@pytest.mark.parametrize("cls", SURFACES, ids=lambda cls: cls.__name__)
def test_the_search_ends_at_known_minima_or_at_lower_points_of_none(cls):
    """From the known minima of every surface that lie within its frame, the search does not go away."""
    surface = cls()
    low, high = torch.tensor(surface.domain, dtype=torch.float64).unbind(-1)
    known = torch.tensor(surface.minima, dtype=torch.float64).reshape(-1, 2)[:4]
    known = known[((low < known) & (known < high)).all(-1)]
    found = torch.tensor(kink_minima(surface, known, (high - low) / 60), dtype=torch.float64).reshape(-1, 2)
    assert bool((surface(found) <= surface(known).max() + 1e-9).all()) if len(known) else not len(found)


@pytest.mark.parametrize("text", ["x^3", "x - sin(x)", "y^5", "(x + y)^3"])
def test_an_inflection_is_no_line_of_minima(text):
    """It was shown as one: gradient and curvature vanish on it."""
    formula = Formula(text=text)
    assert (formula.minima, formula.lines) == ((), {})


def test_a_kink_has_no_curvature():
    """Theory of smooth minima does not hold there, although torch's gradient is 0 at the very kink."""
    assert curvatures(Formula(text="abs(x) + abs(y) + x^2 + y^2")) is None
    assert curvatures(AbsoluteBowl()) is None
    assert curvatures(Quadratic(kappa=10.0)) == pytest.approx((1, 10))
    assert curvatures(Formula(text="x^2/2 + 5y^2")) == pytest.approx((1, 10))


@pytest.mark.parametrize(
    ("text", "smooth"),
    [
        ("100*(y - x^2)^2 + (1 - x)^2", True),
        ("sin(3x)*cos(2y) + exp(-x^2)/2", True),
        ("a^2*x^2 + y^2", True),
        *((text, False) for text in ("abs(x)", "max(x, y)", "sqrt(x)", "x^0.5", "1/x", "x % 1", "relu(x)", "floor(x)")),
        ("where(x > 0, x, y)", False),
    ],
)
def test_a_smooth_formula_is_known_by_its_operations(text, smooth):
    assert Formula(text=text).smooth == smooth
