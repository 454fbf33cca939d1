"""A formula as torch source, with only the brackets that are needed."""

import re
from collections.abc import Callable
from functools import reduce

from optim_core.surfaces.expression.node import Expression, Node
from optim_core.surfaces.expression.operations import ATOM, CONDITIONS, FUNCTIONS, INFIX, MINUS, OPERATIONS, POWER

SOURCE = """def formula(xy: Tensor) -> Tensor:
    x, y = xy.unbind(-1)
    return {value}
"""
SIMPLE = re.compile(r"-?[\w.]+(-\d+)?")
"""A name or a number, with or without a minus: formatters write no spaces around a power of two of these."""


def source(expression: Expression) -> str:
    """The definition of `formula(xy)` in torch, written from the tree: (..., 2) -> (...)."""
    zero = "" if expression.has_gradient else "0 * x + "
    return SOURCE.format(value=zero + _python(expression.folded))


def binds(node: Node) -> int:
    """Precedence of a node in Python."""
    if node.op == "number":
        return MINUS if node.value < 0 else ATOM
    return OPERATIONS[node.op].binds if node.op in OPERATIONS else ATOM


def operands(
    node: Node, write: Callable[[Node], str], brackets: str, bound: Callable[[Node], int] = binds
) -> tuple[str, str]:
    """Both operands of an infix operator, in brackets where needed; only the power groups to the right."""
    own = OPERATIONS[node.op].binds
    least = (own + 1, MINUS) if own == POWER else (own, own + 1)
    left, right = (
        write(arg) if bound(arg) >= needed else brackets.format(write(arg))
        for arg, needed in zip(node.args, least, strict=True)
    )
    return left, right


def _full(number: Node) -> str:
    return f"torch.full_like(x, {number.value!r})"


def _python(node: Node) -> str:
    if node.op == "number":
        return repr(node.value)
    if node.op in INFIX:
        left, right = operands(node, _python, "({})")
        if node.op == "%" and node.args[0].op == "number":
            left = _full(node.args[0])  # torch has no gradient of number % tensor
        if node.op == "^":
            return f"{left}**{right}" if SIMPLE.fullmatch(left) and SIMPLE.fullmatch(right) else f"{left} ** {right}"
        return f"{left} {node.op} {right}"
    if node.op == "neg":
        inside = node.args[0]
        return f"-{_python(inside)}" if binds(inside) > POWER else f"-({_python(inside)})"
    if node.op in FUNCTIONS or node.op in CONDITIONS:
        operation = OPERATIONS[node.op]
        called = f"torch.{operation.compute.__name__}"
        args = [_full(arg) if arg.op == "number" else _python(arg) for arg in node.args]
        if operation.several:
            return reduce(lambda left, right: f"{called}({left}, {right})", args)
        return f"{called}({', '.join(args)})"
    return node.op
