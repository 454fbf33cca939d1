"""A formula of x and y, from its text to values, torch source and LaTeX. Nothing of the text is ever executed."""

from optim_core.surfaces.expression.error import FormulaError
from optim_core.surfaces.expression.node import Expression
from optim_core.surfaces.expression.parse import parse
from optim_core.surfaces.expression.tokens import LONGEST

__all__ = ["LONGEST", "Expression", "FormulaError", "parse"]
