"""A function of tensors, recorded once and played again in place: the same bits at a fraction of the time.

On a few thousand numbers torch spends most of its time around the arithmetic. What is played skips autograd,
dispatch and allocation; operations that IEEE 754 defines to the last bit are left to NumPy, which has less around them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from optim_core.engine.replay import Thunk, copy_thunk, replay_thunks

Key = tuple[int, int, torch.Size, tuple[int, ...]]

SHAPES_ONLY = {torch.ops.aten.ones_like, torch.ops.aten.zeros_like}
"""What does not look at the numbers it is given."""


@dataclass(frozen=True, eq=False)
class Operation:
    """One operation that torch has done."""

    function: Any
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    result: Any

    @cached_property
    def is_view(self) -> bool:
        returns = self.function._schema.returns
        return any(one.alias_info is not None and not one.alias_info.is_write for one in returns)

    @cached_property
    def read(self) -> set[int]:
        """The memory it reads."""
        return {_memory(tensor) for tensor in _tensors([*self.args, *self.kwargs.values()])}

    @cached_property
    def written(self) -> set[int]:
        """The memory its result is in."""
        return {_memory(tensor) for tensor in _tensors(self.result)}


class OperationRecorder(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Keeps every operation below autograd, and with it every tensor, so that no memory is used twice."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.operations: list[Operation] = []

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        return False  # or torch would load its compiler, a second's work, only to tell it to stay away

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        self.operations.append(Operation(func, args, kwargs or {}, result))
        return result


class Tape:
    """What has to be done again for other `inputs` to get the `outputs`; the rest is constant.

    Where Python has asked for a number that the inputs change (`if step == 1`), playing raises `Stale` as soon as the
    answer is another. Memory in between, for each tensor what `room` makes of it, is shared by all that is made of one
    tape, so play one at a time.
    """

    def __init__(
        self,
        operations: Sequence[Operation],
        inputs: Sequence[Tensor],
        outputs: Sequence[Tensor],
        allocate: Callable[[Tensor], Tensor] = torch.empty_like,
    ) -> None:
        self.inputs, self.outputs, self.allocate = [_key(one) for one in inputs], list(outputs), allocate
        changed = {_memory(one) for one in inputs}
        changed |= {memory for op in operations if op.function._schema.is_mutable for memory in op.written}
        moving = []
        for op in operations:
            read = set() if op.function.overloadpacket in SHAPES_ONLY else op.read
            if (read | op.written) & changed:
                changed |= op.written
                moving.append(op)
        needed = {_memory(one) for one in outputs}
        self.operations: list[Operation] = []
        for op in reversed(moving):
            if op.written & needed or not op.written:
                needed |= op.read
                self.operations.insert(0, op)
        self.buffers = self._buffers()

    def _buffers(self) -> dict[Key, Tensor]:
        """Memory for each result on the way; it is used again after the last call that reads it."""
        last = {memory: index for index, op in enumerate(self.operations) for memory in op.read}
        free: dict[Any, list[Tensor]] = defaultdict(list)
        ending: dict[int, list[Tensor]] = defaultdict(list)
        buffers = {}
        for index, op in enumerate(self.operations):
            if isinstance(op.result, Tensor) and not op.is_view and not op.function._schema.is_mutable:
                kind = free[op.result.shape, op.result.dtype, op.result.stride()]
                buffers[_key(op.result)] = buffer = kind.pop() if kind else self.allocate(op.result)
                ending[last.get(_memory(op.result), index)].append(buffer)
            for buffer in ending[index]:
                free[buffer.shape, buffer.dtype, buffer.stride()].append(buffer)
        return buffers

    def thunks(self, inputs: Sequence[Tensor], outputs: Sequence[Tensor]) -> list[Thunk]:
        """What to call, in this order, so that `outputs` hold the results for `inputs`."""
        known = dict(zip(self.inputs, inputs, strict=True))
        wanted = {_key(one): out for one, out in zip(self.outputs, outputs, strict=True)}

        def found(part: Any) -> Any:
            if isinstance(part, Tensor):
                return known.get(_key(part), part)
            return [found(one) for one in part] if isinstance(part, list) else part

        thunks: list[Thunk] = []
        for op in self.operations:
            args, kwargs = (
                [found(one) for one in op.args],
                {name: found(one) for name, one in op.kwargs.items()},
            )
            if op.is_view:
                seen = op.function(*args, **kwargs)
                known |= {_key(old): new for old, new in zip(_tensors(op.result), _tensors(seen), strict=True)}
                continue
            out = None
            if isinstance(op.result, Tensor) and not op.function._schema.is_mutable:
                result = _key(op.result)
                out = known[result] = wanted.get(result, self.buffers[result])
            thunks += replay_thunks(op.function, args, kwargs, out, op.result)
        pairs = zip(self.outputs, outputs, strict=True)
        return thunks + [copy_thunk(found(one), out) for one, out in pairs if found(one) is not out]


def _key(tensor: Tensor) -> Key:
    """What tensor objects that are the same numbers in memory share."""
    return tensor.untyped_storage().data_ptr(), int(tensor.storage_offset()), tensor.shape, tensor.stride()


def _memory(tensor: Tensor) -> int:
    return tensor.untyped_storage().data_ptr()


def _tensors(tree: Any) -> Iterator[Tensor]:
    """Those of an operation's arguments or result, which are at most lists of tensors."""
    if isinstance(tree, Tensor):
        yield tree
    elif isinstance(tree, list | tuple):
        for part in tree:
            yield from _tensors(part)


def lanes_last(like: Tensor) -> Tensor:
    """Memory in which neighbours along the first axis are neighbours."""
    return torch.empty(like.shape[::-1], dtype=like.dtype).permute(tuple(reversed(range(like.dim()))))
