"""Warnings where the gradient of a formula does not exist, jumps or vanishes."""

from collections.abc import Iterator

from torch import Tensor

from optim_core.surfaces.expression.node import Expression, Node
from optim_core.surfaces.expression.operations import OPERATIONS

DIVISIONS = {"/": "pole", "%": "remainder"}
GROWING = ("exp", "sinh", "cosh", "^")
"""Operations that can overflow."""


def traps(expression: Expression, x: Tensor, y: Tensor) -> tuple[str, ...]:
    """Possible traps of a formula, in text order; names are text keys under `formula.trap`.

    Overflow is tested at the points x and y (any one shape); other traps follow from the tree alone.
    """
    nodes = list(expression.folded.walk())
    found = [(node.at, trap) for node in nodes for trap in _traps(node)]
    found += [(node.at, "overflow") for node in nodes if node.op in GROWING and _overflows(node, x, y)]
    return tuple(dict.fromkeys(trap for _, trap in sorted(found)))


def is_smooth(expression: Expression) -> bool:
    """Whether no operation of the formula makes a kink, a jump, a pole or a border, judged by the tree alone."""
    return not any(True for node in expression.folded.walk() for _ in _traps(node))


def _traps(node: Node) -> Iterator[str]:
    if node.op in OPERATIONS and (trap := OPERATIONS[node.op].trap):
        yield trap
    if node.op == "^":
        yield from _power(*node.args)
    elif node.op in DIVISIONS and node.args[1].op != "number":
        yield DIVISIONS[node.op]


def _power(base: Node, exponent: Node) -> Iterator[str]:
    if exponent.op != "number":
        if base.op != "number" or base.value <= 0:
            yield "power"
        return
    if exponent.value < 0:
        yield "pole"
    if not exponent.value.is_integer():
        yield "power"
    if 0 < exponent.value < 1:
        yield "root"


def _overflows(node: Node, x: Tensor, y: Tensor) -> bool:
    """Whether finite operands give infinity at some point. A first operand of 0 is a pole, not an overflow."""
    args = [Expression(arg)(x, y) for arg in node.args]
    found = Expression(node)(x, y).isinf() & (args[0] != 0)
    for arg in args:
        found &= arg.isfinite()
    return bool(found.any())
