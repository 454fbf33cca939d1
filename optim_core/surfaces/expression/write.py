"""A formula as torch source and as LaTeX, with only the brackets that are needed."""

import re
from collections.abc import Callable

from optim_core.surfaces.expression.node import Expression, Node
from optim_core.surfaces.expression.operations import ATOM, FUNCTIONS, INFIX, MINUS, OPERATIONS, POWER, SUM

SOURCE = """def formula(xy: Tensor) -> Tensor:
    x, y = xy.unbind(-1)
    return {value}
"""

SIMPLE = re.compile(r"-?[\w.]+(-\d+)?")
"""A name or a number, with or without a minus: formatters write no spaces around a power of two of these."""
BRACKETS = r"\left({}\right)"
CONSTANTS = {"pi": r"\pi", "e": "e"}


def source(expression: Expression) -> str:
    """The definition of `formula(xy)` in torch, written from the tree: (..., 2) -> (...)."""
    constant = expression.folded.op == "number"
    return SOURCE.format(value=("0 * x + " if constant else "") + _python(expression.folded))


def latex(expression: Expression) -> str:
    """LaTeX of the formula as it was typed."""
    return _latex(expression.tree)


def _python(node: Node) -> str:
    if node.op == "number":
        return repr(node.value)
    if node.op in INFIX:
        left, right = _operands(node, _python, "({})", _binds)
        if node.op == "^":
            return f"{left}**{right}" if SIMPLE.fullmatch(left) and SIMPLE.fullmatch(right) else f"{left} ** {right}"
        return f"{left} {node.op} {right}"
    if node.op == "neg":
        inside = node.args[0]
        return f"-{_python(inside)}" if _binds(inside) > POWER else f"-({_python(inside)})"
    if node.op in FUNCTIONS:
        args = (f"torch.full_like(x, {arg.value!r})" if arg.op == "number" else _python(arg) for arg in node.args)
        return f"torch.{FUNCTIONS[node.op].compute.__name__}({', '.join(args)})"
    return node.op


def _latex(node: Node) -> str:
    if node.op == "number":
        return _number(node.value)
    if node.op in CONSTANTS:
        return CONSTANTS[node.op]
    if node.op not in OPERATIONS:
        return node.op
    args = tuple(map(_latex, node.args))
    left, right = _operands(node, _latex, BRACKETS, _binds_in_latex) if len(args) == 2 else (args[0], "")
    if node.op == "^":
        args = (left, args[1])
    elif node.op == "neg":
        args = (left if _binds_in_latex(node.args[0]) > SUM else BRACKETS.format(left),)
    elif node.op in INFIX and node.op != "/":
        args = (left, right)
    return OPERATIONS[node.op].latex.format(*args)


def _operands(node: Node, write: Callable[[Node], str], brackets: str, binds: Callable[[Node], int]) -> tuple[str, str]:
    """Both operands of an infix operator, in brackets where needed; only the power groups to the right."""
    own = OPERATIONS[node.op].binds
    least = (own + 1, MINUS) if own == POWER else (own, own + 1)
    left, right = (
        write(arg) if binds(arg) >= bound else brackets.format(write(arg))
        for arg, bound in zip(node.args, least, strict=True)
    )
    return left, right


def _binds(node: Node) -> int:
    if node.op == "number":
        return MINUS if node.value < 0 else ATOM
    return OPERATIONS[node.op].binds if node.op in OPERATIONS else ATOM


def _binds_in_latex(node: Node) -> int:
    """Precedence in LaTeX, where a minus is first or in brackets."""
    return SUM if node.op == "neg" else _binds(node)


def _number(value: float) -> str:
    written, _, power = f"{value:.15g}".partition("e")
    return rf"{{{written} \cdot 10^{{{int(power)}}}}}" if power else written
