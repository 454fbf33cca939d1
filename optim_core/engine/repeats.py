"""Recorded operations that a tape need not run, because their result is known already."""

from collections.abc import Mapping, Sequence, Set
from typing import Any

import torch
from torch import Tensor

from optim_core.engine.operation import Key, TorchOperation, key_of, memory_of

aten = torch.ops.aten

NEUTRAL: Mapping[Any, float] = {aten.pow: 1, aten.mul: 1, aten.div: 1, aten.sub: 0}
"""Operation -> the second argument, or either one of a product, with which its result is the other one."""


class Repeats:
    """`operations` without repeated ones, and the registers that replace the results of those left out.

    An operation is left out if an earlier one has the same function and arguments, or if one of its arguments is
    neutral. A tensor is constant if its storage is not among the addresses `moving`. If any operation writes into its
    arguments, nothing is left out.
    """

    def __init__(self, operations: Sequence[TorchOperation], moving: Set[int]) -> None:
        self.moving = moving
        self.sources: dict[Key, Tensor] = {}
        """Result that is left out -> the tensor with the same numbers."""
        self.memories: dict[int, int] = {}
        """Address of a result that is left out -> address of the numbers in its place."""
        if any(op.function._schema.is_mutable for op in operations):
            self.operations = list(operations)
            return
        self.operations = []
        known: dict[Any, Tensor] = {}
        for op in operations:
            source = self._source(op, known)
            if source is None:
                self.operations.append(op)
            else:
                self.sources[key_of(op.result)] = source
                self.memories[memory_of(op.result)] = self.memory(source)

    def source(self, tensor: Tensor) -> Tensor:
        """The tensor that holds the numbers of a tensor (...) in a replay."""
        return self.sources.get(key_of(tensor), tensor)

    def memory(self, tensor: Tensor) -> int:
        """Address of the storage that holds the numbers of a tensor (...) in a replay."""
        return self.memories.get(memory_of(tensor), memory_of(tensor))

    def _source(self, op: TorchOperation, known: dict[Any, Tensor]) -> Tensor | None:
        """A tensor with the numbers of the operation's result, and laid out as it; None if there is none yet."""
        if op.is_view or not isinstance(op.result, Tensor) or torch.Tag.nondeterministic_seeded in op.function.tags:
            return None
        unchanged = self._unchanged(op)
        source = self.source(known.setdefault(self._name(op), op.result) if unchanged is None else unchanged)
        alike = [(one.shape, one.dtype, one.stride()) for one in (source, op.result)]
        return source if source is not op.result and alike[0] == alike[1] else None

    def _name(self, op: TorchOperation) -> Any:
        """Equal for two operations with the same function and arguments."""
        return op.function, self._part(op.args), self._part(list(op.kwargs.items()))

    def _part(self, part: Any) -> Any:
        if isinstance(part, Tensor):
            return key_of(self.source(part))
        if isinstance(part, list | tuple):
            return tuple(self._part(one) for one in part)
        return type(part), repr(part)  # which distinguishes 0.0 and -0.0

    def _unchanged(self, op: TorchOperation) -> Tensor | None:
        """The argument that the result equals, because the other one is neutral; None if there is none."""
        packet = op.function.overloadpacket
        if packet not in NEUTRAL or op.kwargs or len(op.args) != 2:
            return None
        for one, other in (op.args, op.args[::-1])[: 2 if packet is aten.mul else 1]:
            if isinstance(one, Tensor) and self._is_all(other, NEUTRAL[packet]):
                return one
        return None

    def _is_all(self, value: Any, number: float) -> bool:
        """Whether a value is this number, or a constant tensor of nothing but ones, which is this number."""
        if isinstance(value, Tensor):
            return number == 1 and memory_of(value) not in self.moving and bool((value == 1).all())
        return isinstance(value, int | float) and value == number
