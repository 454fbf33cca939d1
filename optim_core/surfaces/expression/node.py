"""The tree of a formula, and its values."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

from optim_core.surfaces.expression.error import wrong
from optim_core.surfaces.expression.operations import CONSTANTS, FUNCTIONS, OPERATIONS, VARIABLES


@dataclass(frozen=True)
class Node:
    """`op` is a name of `OPERATIONS`, of `VARIABLES`, of `CONSTANTS` or "number"; `at` is its place in the text."""

    op: str
    args: tuple["Node", ...] = ()
    value: float = 0.0
    at: int = 1

    def walk(self) -> Iterator["Node"]:
        """Itself and all below."""
        yield self
        for arg in self.args:
            yield from arg.walk()


@dataclass(frozen=True)
class Expression:
    """A formula as it was typed, `tree`; called with x and y it gives its values in their dtype."""

    tree: Node

    @cached_property
    def folded(self) -> Node:
        """The tree with every part that holds no variable worked out; FormulaError where that is not finite."""
        return fold(self.tree)

    def __call__(self, x: Tensor, y: Tensor) -> Tensor:
        found = _value(self.folded, x, y)
        return found if isinstance(found, Tensor) else 0 * x + found


def fold(node: Node) -> Node:
    """The node as a number if it holds no variable."""
    if node.op in CONSTANTS:
        return Node("number", value=CONSTANTS[node.op], at=node.at)
    if not node.args:
        return node
    args = tuple(fold(arg) for arg in node.args)
    if any(arg.op != "number" for arg in args):
        return Node(node.op, args, at=node.at)
    numbers = (torch.tensor(arg.value, dtype=torch.float64) for arg in args)
    value = OPERATIONS[node.op].compute(*numbers)
    if not value.isfinite():
        raise wrong("number", node.at)
    return Node("number", value=value.item(), at=node.at)


def _value(node: Node, x: Tensor, y: Tensor) -> Tensor | float:
    if node.op == "number":
        return node.value
    if node.op in VARIABLES:
        return x if node.op == "x" else y
    args = [_value(arg, x, y) for arg in node.args]
    if node.op in FUNCTIONS:
        args = [arg if isinstance(arg, Tensor) else torch.full_like(x, arg) for arg in args]
    result: Tensor = OPERATIONS[node.op].compute(*args)
    return result
