"""Operations, constants and variables of formulas, with their torch functions and LaTeX."""

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

import torch

OR, AND, COMPARISON, SUM, PRODUCT, MINUS, POWER, ATOM = range(1, 9)
"""Precedence levels, from loose to tight."""


@dataclass(frozen=True)
class Operation:
    """An operation: `compute` works on tensors, infix operators also on numbers.

    `latex` has {0}, {1} as operands, or is the name of a function. `trap` names a gradient problem that the operation
    always has (see `traps`). With `several`, it takes `arity` or more arguments, and `compute` joins them two by two.
    """

    arity: int
    compute: Callable[..., Any]
    latex: str
    binds: int = ATOM
    trap: str = ""
    several: bool = False

    def __call__(self, *args: Any) -> Any:
        return reduce(self.compute, args) if self.several else self.compute(*args)


INFIX: Mapping[str, Operation] = {
    "+": Operation(2, operator.add, "{0} + {1}", SUM),
    "-": Operation(2, operator.sub, "{0} - {1}", SUM),
    "*": Operation(2, operator.mul, r"{0} \cdot {1}", PRODUCT),
    "/": Operation(2, operator.truediv, r"\frac{{{0}}}{{{1}}}", PRODUCT),
    "%": Operation(2, operator.mod, r"{0} \bmod {1}", PRODUCT, trap="step"),
    "^": Operation(2, operator.pow, "{0}^{{{1}}}", POWER),
}
NEGATIVE = Operation(1, operator.neg, "-{0}", MINUS)
OTHERWISE = "otherwise"
CASES = rf"\begin{{{{cases}}}} {{1}} & {{0}} \\ {{2}} & \text{{{{{OTHERWISE}}}}} \end{{{{cases}}}}"
CONDITIONS: Mapping[str, Operation] = {
    "<": Operation(2, torch.lt, "{0} < {1}", COMPARISON),
    "<=": Operation(2, torch.le, r"{0} \le {1}", COMPARISON),
    ">": Operation(2, torch.gt, "{0} > {1}", COMPARISON),
    ">=": Operation(2, torch.ge, r"{0} \ge {1}", COMPARISON),
    "==": Operation(2, torch.eq, "{0} = {1}", COMPARISON),
    "!=": Operation(2, torch.ne, r"{0} \ne {1}", COMPARISON),
    "and": Operation(2, torch.logical_and, r"{0} \land {1}", AND),
    "or": Operation(2, torch.logical_or, r"{0} \lor {1}", OR),
}
"""Operations whose result is a condition, for the first argument of `where`."""

FUNCTIONS: Mapping[str, Operation] = {
    "sin": Operation(1, torch.sin, r"\sin"),
    "cos": Operation(1, torch.cos, r"\cos"),
    "tan": Operation(1, torch.tan, r"\tan", trap="tan"),
    "asin": Operation(1, torch.asin, r"\arcsin", trap="arc"),
    "acos": Operation(1, torch.acos, r"\arccos", trap="arc"),
    "atan": Operation(1, torch.atan, r"\arctan"),
    "sinh": Operation(1, torch.sinh, r"\sinh"),
    "cosh": Operation(1, torch.cosh, r"\cosh"),
    "tanh": Operation(1, torch.tanh, r"\tanh"),
    "asinh": Operation(1, torch.asinh, r"\mathrm{{arsinh}}\left({0}\right)"),
    "acosh": Operation(1, torch.acosh, r"\mathrm{{arcosh}}\left({0}\right)", trap="hyperbolic"),
    "atanh": Operation(1, torch.atanh, r"\mathrm{{artanh}}\left({0}\right)", trap="hyperbolic"),
    "exp": Operation(1, torch.exp, r"\exp"),
    "log": Operation(1, torch.log, r"\ln", trap="log"),
    "log2": Operation(1, torch.log2, r"\log_{{2}}\left({0}\right)", trap="log"),
    "log10": Operation(1, torch.log10, r"\log_{{10}}\left({0}\right)", trap="log"),
    "sqrt": Operation(1, torch.sqrt, r"\sqrt{{{0}}}", trap="sqrt"),
    "abs": Operation(1, torch.abs, r"\left|{0}\right|", trap="kink"),
    "relu": Operation(1, torch.relu, r"\mathrm{{relu}}\left({0}\right)", trap="kink"),
    "floor": Operation(1, torch.floor, r"\left\lfloor {0} \right\rfloor", trap="step"),
    "ceil": Operation(1, torch.ceil, r"\left\lceil {0} \right\rceil", trap="step"),
    "sign": Operation(1, torch.sign, r"\mathrm{{sign}}\left({0}\right)", trap="step"),
    "sigmoid": Operation(1, torch.sigmoid, r"\mathrm{{sigmoid}}\left({0}\right)"),
    "min": Operation(2, torch.minimum, r"\min", trap="kink", several=True),
    "max": Operation(2, torch.maximum, r"\max", trap="kink", several=True),
    "atan2": Operation(2, torch.atan2, r"\mathrm{{atan2}}\left({0}, {1}\right)", trap="step"),
    "where": Operation(3, torch.where, CASES, trap="branch"),
    "pow": INFIX["^"],
    "mod": INFIX["%"],
}
OPERATIONS: Mapping[str, Operation] = {**INFIX, **CONDITIONS, **FUNCTIONS, "neg": NEGATIVE}

CONSTANTS: Mapping[str, float] = {"pi": math.pi, "e": math.e}
VARIABLES = ("x", "y")
