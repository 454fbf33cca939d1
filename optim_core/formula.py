"""A formula of x and y, typed by a user, as a surface: parsing, LaTeX, gradient, numerical traps."""

from functools import lru_cache

import torch

from optim_core.base.result import Array
from optim_core.surfaces import Formula
from optim_core.surfaces.base import Point
from optim_core.surfaces.expression import FormulaError, parse
from optim_core.surfaces.expression.latex import latex
from optim_core.surfaces.expression.traps import traps

__all__ = [
    "Formula",
    "FormulaError",
    "formula_fitted",
    "formula_gradient",
    "formula_latex",
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


def formula_fitted(surface: Formula, points: Array) -> Formula | None:
    """The formula in a frame that is grown to hold the points (n, 2) in reach; None if it holds them already."""
    return surface.fitted(torch.tensor(points))


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
