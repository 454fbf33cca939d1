"""A formula as LaTeX, as it was understood, with the brackets that a reader needs."""

from optim_core.surfaces.expression.names import GREEK
from optim_core.surfaces.expression.node import Expression, Node
from optim_core.surfaces.expression.operations import FUNCTIONS, OPERATIONS, OTHERWISE, PRODUCT, SUM
from optim_core.surfaces.expression.python import binds, operands

BRACKETS = r"\left({}\right)"
LETTERS = {"pi": r"\pi", "e": "e", **{name: rf"\{name}" for name in GREEK}, "lamda": r"\lambda"}


def latex(expression: Expression, otherwise: str = OTHERWISE) -> str:
    """LaTeX of the formula with its terms in the typed order; `otherwise` is the word for the other case of `where`."""
    return _latex(expression.tree).replace(OTHERWISE, otherwise)


def _latex(node: Node) -> str:
    if node.op == "number":
        return _number(node.value)
    if node.op not in OPERATIONS:
        return LETTERS.get(node.op, node.op)
    template, args = OPERATIONS[node.op].latex, [_latex(arg) for arg in node.args]
    if node.op == "neg":
        args = [args[0] if _binds(node.args[0]) > SUM else BRACKETS.format(args[0])]
    elif node.op == "%":
        args = [_operand_of_mod(arg) for arg in node.args]
    elif node.op == "^":
        args = [operands(node, _latex, BRACKETS, _binds)[0], args[1]]
    elif node.op not in FUNCTIONS and node.op != "/":
        first, second = operands(node, _latex, BRACKETS, _binds)
        args = [args[0] if node.op == "*" and _leads_with_minus(node.args[0]) else first, second]
    if "{" not in template:
        return rf"{template}\left({', '.join(args)}\right)"
    return template.format(*args)


def _operand_of_mod(node: Node) -> str:
    """An operand of mod in brackets unless it is a power or simpler: readers disagree on how tightly mod binds."""
    return _latex(node) if _binds(node) > PRODUCT else BRACKETS.format(_latex(node))


def _leads_with_minus(node: Node) -> bool:
    return node.op == "neg" or (node.op == "*" and _leads_with_minus(node.args[0]))


def _binds(node: Node) -> int:
    """Precedence in LaTeX, where a minus is first or in brackets, and mod and where are in brackets as operands."""
    if node.op in ("%", "where"):
        return 0
    if node.op == "number" and "10^" in _number(node.value):
        return PRODUCT
    return SUM if _leads_with_minus(node) or (node.op == "number" and node.value < 0) else binds(node)


def _number(value: float) -> str:
    """All digits of the value, with a power of ten in braces."""
    digits = f"{value:.15g}" if float(f"{value:.15g}") == value else repr(value)
    written, _, power = digits.partition("e")
    return rf"{{{written} \cdot 10^{{{int(power)}}}}}" if power else written
