"""Parser of formulas: Python's grammar, restricted to a list of allowed nodes."""

import ast
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import accumulate

from optim_core.surfaces.expression.error import wrong
from optim_core.surfaces.expression.node import Expression, Node
from optim_core.surfaces.expression.operations import CONSTANTS, FUNCTIONS, VARIABLES
from optim_core.surfaces.expression.tokens import MAX_DEPTH, tokens

MAX_NODES = 150
INFIX: Mapping[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Mod: "%",
    ast.Pow: "^",
}


def parse(text: str) -> Expression:
    """Parse a text of + - * / % ^, unary minus, and the listed functions of x, y and numbers; ** also means ^.

    Raises FormulaError, with its position, where the text is not a formula or is too large.
    """
    if not isinstance(text, str):  # before the cache asks for a hash
        raise wrong("empty", 1)
    return _parse(text)


@lru_cache(maxsize=512)
def _parse(text: str) -> Expression:
    words = tokens(text)
    source = " ".join(token.word for token in words)
    begins = list(accumulate((len(token.word) + 1 for token in words), initial=0))

    def place(column: int) -> int:
        """Text position, from 1, of a column of `source`."""
        return next((token.at for token, end in zip(words, begins[1:], strict=True) if column < end), len(text) + 1)

    try:
        parsed = ast.parse(source, mode="eval").body
    except SyntaxError as error:
        raise wrong("syntax", place((error.offset or len(source) + 2) - 1)) from None
    except (ValueError, RecursionError, MemoryError):
        raise wrong("syntax", 1) from None
    expression = Expression(_Reader(place).node(parsed, 1))
    _ = expression.folded
    return expression


class _Reader:
    """Converts a Python syntax tree to nodes and checks their number and depth."""

    def __init__(self, place: Callable[[int], int]) -> None:
        self.count, self.place = 0, place

    def node(self, given: ast.expr, depth: int) -> Node:
        at = self.place(given.col_offset)
        self.count += 1
        if self.count > MAX_NODES:
            raise wrong("large", at, limit=MAX_NODES)
        if depth > MAX_DEPTH:
            raise wrong("deep", at, limit=MAX_DEPTH)
        match given:
            case ast.Constant(value=float(value)):
                return Node("number", value=value, at=at)
            case ast.Name(id=name) if name in VARIABLES or name in CONSTANTS:
                return Node(name, at=at)
            case ast.Name(id=name):
                raise wrong("call", at, got=name, example=f"{name}({', '.join(VARIABLES[: FUNCTIONS[name].arity])})")
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Node("neg", (self.node(operand, depth + 1),), at=at)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in INFIX:
                return Node(INFIX[type(op)], (self.node(left, depth + 1), self.node(right, depth + 1)), at=at)
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
                if len(args) != (arity := FUNCTIONS[name].arity):
                    raise wrong("arguments", at, got=name, wanted=arity, given=len(args))
                return Node(name, tuple(self.node(arg, depth + 1) for arg in args), at=at)
        raise wrong("syntax", at)
