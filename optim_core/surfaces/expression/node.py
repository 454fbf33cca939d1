"""The syntax tree of a formula, and its evaluation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import torch
from torch import Tensor

from optim_core.base.lazy import cached_property
from optim_core.surfaces.expression.error import wrong
from optim_core.surfaces.expression.names import PARAMETERS
from optim_core.surfaces.expression.operations import CONDITIONS, CONSTANTS, FUNCTIONS, OPERATIONS, VARIABLES


@dataclass(frozen=True)
class Node:
    """A node of a tree; `at` is its text position, from 1.

    `op` is a key of `OPERATIONS`, `VARIABLES`, `CONSTANTS` or `PARAMETERS`, or "number".
    """

    op: str
    args: tuple["Node", ...] = ()
    value: float = 0.0
    at: int = 1

    def walk(self) -> Iterator["Node"]:
        """This node and all nodes below it."""
        yield self
        for arg in self.args:
            yield from arg.walk()


@dataclass(frozen=True)
class Expression:
    """A formula with its syntax `tree`; a call maps x and y, both (...), to values (...) in their dtype.

    The call also takes the parameters that are no numbers yet, as tensors ().
    """

    tree: Node

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The names of the parameters, in the order of the text."""
        found = sorted((node for node in self.tree.walk() if node.op in PARAMETERS), key=lambda node: node.at)
        return tuple(dict.fromkeys(node.op for node in found))

    @cached_property
    def folded(self) -> Node:
        """The tree with constant subtrees evaluated. Raises FormulaError where one is not finite."""
        return fold(self.tree)

    @property
    def has_gradient(self) -> bool:
        """Whether the value depends on x or y by more than conditions, so that autograd has something to follow."""
        return _has_gradient(self.folded)

    def bound(self, values: Mapping[str, float]) -> "Expression":
        """The formula with numbers for its parameters."""
        return Expression(_bound(self.tree, values))

    def __call__(self, x: Tensor, y: Tensor, parameters: Mapping[str, Tensor] = MappingProxyType({})) -> Tensor:
        found = _value(self.folded, {"x": x, "y": y, **parameters})
        return found if isinstance(found, Tensor) and self.has_gradient else 0 * x + found


def fold(node: Node) -> Node:
    """The node with constant subtrees evaluated, conditions excepted. Raises FormulaError where one is not finite."""
    if node.op in CONSTANTS:
        return Node("number", value=CONSTANTS[node.op], at=node.at)
    if not node.args:
        return node
    args = tuple(fold(arg) for arg in node.args)
    if node.op in CONDITIONS or any(arg.op != "number" for arg in args):
        return Node(node.op, args, at=node.at)
    numbers = (torch.tensor(arg.value, dtype=torch.float64) for arg in args)
    value = OPERATIONS[node.op](*numbers)
    if not value.isfinite():
        raise wrong("constant", node.at, got=value.item())
    return Node("number", value=value.item(), at=node.at)


def _has_gradient(node: Node) -> bool:
    followed = node.args[1:] if node.op == "where" else () if node.op in CONDITIONS else node.args
    return node.op in VARIABLES or any(map(_has_gradient, followed))


def _bound(node: Node, values: Mapping[str, float]) -> Node:
    if node.op in PARAMETERS:
        return Node("number", value=values[node.op], at=node.at)
    return Node(node.op, tuple(_bound(arg, values) for arg in node.args), node.value, node.at)


def _value(node: Node, given: Mapping[str, Tensor]) -> Tensor | float:
    if node.op == "number":
        return node.value
    if not node.args:
        return given[node.op]
    args = [_value(arg, given) for arg in node.args]
    if node.op in FUNCTIONS or node.op in CONDITIONS or node.op == "%":  # torch has no gradient of number % tensor
        args = [arg if isinstance(arg, Tensor) else torch.full_like(given["x"], arg) for arg in args]
    result: Tensor = OPERATIONS[node.op](*args)
    return result
