"""Formulas of x and y: parsed from text, evaluated, and written as torch source and LaTeX. Text is never executed."""

from optim_core.surfaces.expression.error import FormulaError
from optim_core.surfaces.expression.names import PARAMETERS
from optim_core.surfaces.expression.node import Expression
from optim_core.surfaces.expression.parse import parse
from optim_core.surfaces.expression.tokens import LONGEST, check_length

__all__ = ["LONGEST", "PARAMETERS", "Expression", "FormulaError", "check_length", "parse"]
