"""Where the gradient of a formula does not exist, jumps, or says nothing."""

from optim_core.expression.node import Expression, Node
from optim_core.expression.operations import OPERATIONS


def traps(expression: Expression) -> tuple[str, ...]:
    """The traps a formula may hold, in the order of its text: names under `formula.trap`."""
    found = sorted((node.at, trap) for node in expression.folded.walk() if (trap := _trap(node)))
    return tuple(dict.fromkeys(trap for _, trap in found))


def _trap(node: Node) -> str:
    if node.op == "/":
        return "" if node.args[1].op == "number" else "pole"
    if node.op == "^":
        return _power(*node.args)
    return OPERATIONS[node.op].trap if node.op in OPERATIONS else ""


def _power(base: Node, exponent: Node) -> str:
    if exponent.op != "number":
        return "" if base.op == "number" and base.value > 0 else "power"
    if exponent.value != int(exponent.value):
        return "power"
    return "pole" if exponent.value < 0 else ""
