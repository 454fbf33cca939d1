"""A formula of x and y, typed by a user, as a surface: parsing, LaTeX, gradient, numerical traps."""

from functools import lru_cache

import torch

from optim_core.base.result import Array
from optim_core.surfaces import Formula
from optim_core.surfaces.base import AbstractSurface, Point
from optim_core.surfaces.expression import FormulaError, parse
from optim_core.surfaces.expression.latex import latex
from optim_core.surfaces.expression.traps import traps

__all__ = [
    "Formula",
    "FormulaError",
    "formula_fitted",
    "formula_gradient",
    "formula_latex",
    "formula_minima",
    "formula_parameters",
    "formula_traps",
    "parse_formula",
]

SIDE = 41
"""Points along each side of the grid on which `formula_traps` evaluates the formula."""


def parse_formula(text: str) -> Formula:
    """The surface of a formula in the default domain, with parameters 1; FormulaError if it is invalid."""
    parse(text)
    return Formula(text=text)


def formula_latex(surface: Formula, otherwise: str = "otherwise") -> str:
    """The formula as LaTeX, as it was understood, with letters for its parameters.

    `otherwise` is the word for the other case of `where`.
    """
    return latex(parse(surface.text), otherwise)


def formula_fitted(surface: AbstractSurface, points: Array) -> AbstractSurface | None:
    """The surface of a formula, transformed or not, in a frame that is grown to hold the points (n, 2) in reach.

    None if the plot box holds them already, or if the surface is not one of a formula.
    """
    if not isinstance(surface.plain, Formula):
        return None
    xy = torch.tensor(points)
    low, high = torch.tensor(surface.domain, dtype=torch.float64).unbind(-1)
    return surface.fitted(xy[((xy < low) | (xy > high)).any(-1)])


def formula_minima(surface: AbstractSurface, points: Array) -> Array:
    """The minimum (n, 2) nearest to each point (n, 2), looked for beyond the frame, too; NaN where none is known."""
    return surface.nearest_minimum(torch.tensor(points)).numpy()


def formula_parameters(text: str) -> tuple[str, ...]:
    """The names of a formula's parameters, in the order of its text; FormulaError if it is invalid."""
    return parse(text).parameters


@lru_cache(256)
def formula_traps(surface: Formula) -> tuple[str, ...]:
    """Reasons why the gradient is unreliable in the domain: keys below the text key `formula.trap`."""
    axes = (torch.linspace(low, high, SIDE, dtype=torch.float64) for low, high in surface.domain)
    return traps(surface.expression, *torch.cartesian_prod(*axes).unbind(-1))


def formula_gradient(surface: Formula, at: Point) -> Point:
    """The gradient (∂f/∂x, ∂f/∂y) at a point."""
    with torch.enable_grad():
        leaf = torch.tensor(at, dtype=torch.float64).requires_grad_()
        (grad,) = torch.autograd.grad(surface(leaf), leaf)
    along_x, along_y = grad.tolist()
    return along_x, along_y
