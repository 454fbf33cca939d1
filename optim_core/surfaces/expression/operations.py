"""Operations, constants and variables of formulas, with their torch functions and LaTeX."""

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch

SUM, PRODUCT, MINUS, POWER, ATOM = range(1, 6)
"""Precedence levels, from loose to tight."""


@dataclass(frozen=True)
class Operation:
    """An operation: `compute` works on tensors, infix operators also on numbers; `latex` has {0} and {1} as operands.

    `trap` names a gradient problem that the operation always has (see `traps`); empty where there is none.
    """

    arity: int
    compute: Callable[..., Any]
    latex: str
    binds: int = ATOM
    trap: str = ""


def _function(compute: Callable[..., Any], latex: str, trap: str = "", arity: int = 1) -> Operation:
    plain = "{" not in latex
    inside = ", ".join(f"{{{place}}}" for place in range(arity))
    return Operation(arity, compute, rf"{latex}\left({inside}\right)" if plain else latex, trap=trap)


INFIX: Mapping[str, Operation] = {
    "+": Operation(2, operator.add, "{0} + {1}", SUM),
    "-": Operation(2, operator.sub, "{0} - {1}", SUM),
    "*": Operation(2, operator.mul, r"{0} \cdot {1}", PRODUCT),
    "/": Operation(2, operator.truediv, r"\frac{{{0}}}{{{1}}}", PRODUCT),
    "%": Operation(2, operator.mod, r"{0} \bmod {1}", PRODUCT, trap="step"),
    "^": Operation(2, operator.pow, "{0}^{{{1}}}", POWER),
}
NEGATIVE = Operation(1, operator.neg, "-{0}", MINUS)

FUNCTIONS: Mapping[str, Operation] = {
    "sin": _function(torch.sin, r"\sin"),
    "cos": _function(torch.cos, r"\cos"),
    "tan": _function(torch.tan, r"\tan", "tan"),
    "asin": _function(torch.asin, r"\arcsin", "arc"),
    "acos": _function(torch.acos, r"\arccos", "arc"),
    "atan": _function(torch.atan, r"\arctan"),
    "sinh": _function(torch.sinh, r"\sinh"),
    "cosh": _function(torch.cosh, r"\cosh"),
    "tanh": _function(torch.tanh, r"\tanh"),
    "exp": _function(torch.exp, r"\exp"),
    "log": _function(torch.log, r"\ln", "log"),
    "log2": _function(torch.log2, r"\log_2", "log"),
    "log10": _function(torch.log10, r"\log_{{10}}\left({0}\right)", "log"),
    "sqrt": _function(torch.sqrt, r"\sqrt{{{0}}}", "sqrt"),
    "abs": _function(torch.abs, r"\left|{0}\right|", "kink"),
    "floor": _function(torch.floor, r"\left\lfloor {0} \right\rfloor", "step"),
    "sign": _function(torch.sign, r"\mathrm{{sign}}\left({0}\right)", "step"),
    "sigmoid": _function(torch.sigmoid, r"\sigma"),
    "min": _function(torch.minimum, r"\min", "kink", arity=2),
    "max": _function(torch.maximum, r"\max", "kink", arity=2),
    "atan2": _function(torch.atan2, r"\mathrm{{atan2}}\left({0}, {1}\right)", "step", arity=2),
}
OPERATIONS: Mapping[str, Operation] = {**INFIX, **FUNCTIONS, "neg": NEGATIVE}

CONSTANTS: Mapping[str, float] = {"pi": math.pi, "e": math.e}
VARIABLES = ("x", "y")
