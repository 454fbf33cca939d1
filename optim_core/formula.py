"""A formula of x and y, typed by a user, as a surface: parsing, LaTeX, gradient, numerical traps."""

from functools import lru_cache

import torch

from optim_core.surfaces import Formula
from optim_core.surfaces.base import Point
from optim_core.surfaces.expression import FormulaError, parse
from optim_core.surfaces.expression.traps import traps
from optim_core.surfaces.expression.write import latex

__all__ = ["Formula", "FormulaError", "formula_gradient", "formula_latex", "formula_traps", "parse_formula"]

SIDE = 41
"""Points along each side of the grid on which `formula_traps` evaluates the formula."""


def parse_formula(text: str) -> Formula:
    """The surface of a formula of x and y in the default domain; FormulaError, with the position, if it is invalid."""
    parse(text)
    return Formula(text=text)


def formula_latex(surface: Formula) -> str:
    """The formula as LaTeX, with its terms in the typed order."""
    return latex(parse(surface.text))


@lru_cache(256)
def formula_traps(surface: Formula) -> tuple[str, ...]:
    """Reasons why the gradient is unreliable in the domain: keys below the text key `formula.trap`."""
    axes = (torch.linspace(low, high, SIDE, dtype=torch.float64) for low, high in surface.domain)
    return traps(parse(surface.text), *torch.cartesian_prod(*axes).unbind(-1))


def formula_gradient(surface: Formula, at: Point) -> Point:
    """The gradient (∂f/∂x, ∂f/∂y) at a point."""
    with torch.enable_grad():
        leaf = torch.tensor(at, dtype=torch.float64).requires_grad_()
        (grad,) = torch.autograd.grad(surface(leaf), leaf)
    along_x, along_y = grad.tolist()
    return along_x, along_y
