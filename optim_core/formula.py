"""Your own formula as a surface."""

from optim_core.expression import FormulaError, parse
from optim_core.expression.traps import traps
from optim_core.expression.write import latex
from optim_core.surfaces import Formula

__all__ = ["Formula", "FormulaError", "formula_latex", "formula_traps", "parse_formula"]


def parse_formula(text: str) -> Formula:
    """The surface of a formula of x and y in its usual frame; FormulaError, with the position, if it is none."""
    parse(text)
    return Formula(text=text)


def formula_latex(surface: Formula) -> str:
    """The formula as it was typed, as LaTeX."""
    return latex(parse(surface.text))


def formula_traps(surface: Formula) -> tuple[str, ...]:
    """What its gradient may suffer from: keys under `formula.trap`."""
    return traps(parse(surface.text))
