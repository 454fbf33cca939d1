"""Where a tape keeps its results: in few buffers, so that they stay in the cache of a CPU core."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from optim_core.engine.operation import Key, TorchOperation, key_of, memory_of
from optim_core.engine.repeats import Repeats
from optim_core.engine.replay import ELEMENTWISE

aten = torch.ops.aten


class Buffers:
    """A place for each result of the operations of `repeats`, but for `outputs`; `allocate(tensor)` makes a buffer.

    The parts of a stack are computed in their places in the stack. A buffer is free after the last operation that reads
    it, and already for the result of that operation if it goes element by element.
    """

    def __init__(self, repeats: Repeats, outputs: Sequence[Tensor], allocate: Callable[[Tensor], Tensor]) -> None:
        self.repeats = repeats
        self.stacks = self._stacks()
        self.holders = {key[0]: memory_of(stack) for key, (stack, _, _) in self.stacks.items()}
        self.buffers: dict[Key, Tensor] = {}
        placed = {key_of(one) for one in outputs}  # outside
        last = {self._memory(memory): index for index, op in enumerate(repeats.operations) for memory in op.read}
        last |= {self._memory(memory_of(one)): len(repeats.operations) for one in outputs}  # some are copied at the end
        free: dict[Any, list[Tensor]] = defaultdict(list)
        ending: dict[int, list[Tensor]] = defaultdict(list)
        for index, op in enumerate(repeats.operations):
            if op.makes_result:
                result = self._holder(op.result)
                if (key := key_of(result)) not in placed:
                    placed.add(key)
                    kind = free[_kind(result)]
                    buffer = self._ended_argument(op, ending[index]) if result is op.result else None
                    if buffer is None:
                        buffer = kind.pop() if kind else allocate(result)
                    self.buffers[key] = buffer
                    ending[last.get(self._memory(memory_of(result)), index)].append(buffer)
            for buffer in ending[index]:
                free[_kind(buffer)].append(buffer)

    def place(self, result: Tensor, wanted: Mapping[Key, Tensor]) -> Tensor:
        """The tensor for a result; `wanted` holds the tensors of those that have their own."""
        key = key_of(result)
        if key not in wanted and key in self.stacks:
            stack, dim, index = self.stacks[key]
            return self.place(stack, wanted).select(dim, index)
        return wanted[key] if key in wanted else self.buffers[key]

    def _stacks(self) -> dict[Key, tuple[Tensor, int, int]]:
        """Result that is part of a stack -> the stack, its dimension and the place in it."""
        made = {key_of(op.result) for op in self.repeats.operations if op.makes_result}
        stacks: dict[Key, tuple[Tensor, int, int]] = {}
        for op in self.repeats.operations:
            if op.function.overloadpacket is aten.stack:
                for index, part in enumerate(op.args[0]):
                    if (key := key_of(self.repeats.source(part))) in made:
                        stacks.setdefault(key, (op.result, op.args[1] if len(op.args) > 1 else 0, index))
        return stacks

    def _holder(self, result: Tensor) -> Tensor:
        """The stack that holds a result, or the result itself."""
        while key_of(result) in self.stacks:
            result = self.stacks[key_of(result)][0]
        return result

    def _memory(self, address: int) -> int:
        """Address of the recorded storage that stands for this one: no repeat and no part of a stack."""
        address = self.repeats.memories.get(address, address)
        while address in self.holders:
            address = self.holders[address]
        return address

    def _ended_argument(self, op: TorchOperation, ending: list[Tensor]) -> Tensor | None:
        """A buffer of `ending` that the operation reads element by element, laid out as its result; taken out."""
        if op.function.overloadpacket not in ELEMENTWISE:
            return None
        sources = [self.repeats.source(arg) for arg in op.args if isinstance(arg, Tensor)]
        memories = [self._memory(memory_of(one)) for one in sources]
        for one, memory in zip(sources, memories, strict=True):
            buffer = self.buffers.get(key_of(one))
            if buffer is not None and memories.count(memory) == 1 and _kind(buffer) == _kind(op.result):
                for index, ended in enumerate(ending):
                    if ended is buffer:
                        return ending.pop(index)
        return None


def _kind(tensor: Tensor) -> Any:
    return tensor.shape, tensor.dtype, tensor.stride()
