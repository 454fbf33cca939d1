"""A tape of the operations of a torch function, to be replayed in place: the same bits in a fraction of the time.

For a few thousand numbers, most of torch's time is overhead. A replay skips autograd, dispatch and allocation.
Operations whose result IEEE 754 defines to the last bit are computed by NumPy, which has less overhead.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from optim_core.base.lazy import cached_property
from optim_core.engine.replay import Thunk, copy_thunk, replay_thunks

Key = tuple[int, int, torch.Size, tuple[int, ...]]
"""Address, offset, shape and strides of a tensor."""

SHAPES_ONLY = {torch.ops.aten.ones_like, torch.ops.aten.zeros_like}
"""Operations whose result depends only on the shape of their argument."""


@dataclass(frozen=True, eq=False)
class TorchOperation:
    """One call of a torch operator with its result."""

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
        """Addresses of the storages that are read."""
        return {_memory(tensor) for tensor in _tensors([*self.args, *self.kwargs.values()])}

    @cached_property
    def written(self) -> set[int]:
        """Addresses of the storages that hold the result."""
        return {_memory(tensor) for tensor in _tensors(self.result)}


class OperationRecorder(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Context that records every operation below autograd.

    It holds all tensors, so that no address is used for two of them.
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.operations: list[TorchOperation] = []

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        return False  # otherwise torch imports its compiler, which takes a second

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        self.operations.append(TorchOperation(func, args, kwargs or {}, result))
        return result


class Tape:
    """The recorded operations that lie between `inputs` and `outputs`; all others are constant.

    If the recorded code read a number that depends on the inputs (`if step == 1`), a replay raises StaleTape as soon
    as that number differs. `allocate(tensor)` makes the buffer of an intermediate result. All replays of one tape share
    these buffers, so only one may run at a time.
    """

    def __init__(
        self,
        operations: Sequence[TorchOperation],
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
        self.operations: list[TorchOperation] = []
        for op in reversed(moving):
            if op.written & needed or not op.written:
                needed |= op.read
                self.operations.insert(0, op)
        self.buffers = self._buffers()

    def _buffers(self) -> dict[Key, Tensor]:
        """A buffer for each intermediate result; it is reused after the last operation that reads it."""
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
        """The calls that compute `outputs` from `inputs`, in order; both have the recorded shapes."""
        known = dict(zip(self.inputs, inputs, strict=True))
        wanted = {_key(one): out for one, out in zip(self.outputs, outputs, strict=True)}

        def current(part: Any) -> Any:
            if isinstance(part, Tensor):
                return known.get(_key(part), part)
            return [current(one) for one in part] if isinstance(part, list) else part

        thunks: list[Thunk] = []
        for op in self.operations:
            args = [current(one) for one in op.args]
            kwargs = {name: current(one) for name, one in op.kwargs.items()}
            if op.is_view:
                view = op.function(*args, **kwargs)
                known |= {_key(old): new for old, new in zip(_tensors(op.result), _tensors(view), strict=True)}
                continue
            out = None
            if isinstance(op.result, Tensor) and not op.function._schema.is_mutable:
                result = _key(op.result)
                out = known[result] = wanted.get(result, self.buffers[result])
            thunks += replay_thunks(op.function, args, kwargs, out, op.result)
        pairs = zip(self.outputs, outputs, strict=True)
        return thunks + [copy_thunk(current(one), out) for one, out in pairs if current(one) is not out]


def _key(tensor: Tensor) -> Key:
    """The identity of the numbers in memory; equal for two tensor objects that show the same numbers."""
    return tensor.untyped_storage().data_ptr(), int(tensor.storage_offset()), tensor.shape, tensor.stride()


def _memory(tensor: Tensor) -> int:
    return tensor.untyped_storage().data_ptr()


def _tensors(tree: Any) -> Iterator[Tensor]:
    """The tensors among the arguments or results of an operation, which may be nested in lists."""
    if isinstance(tree, Tensor):
        yield tree
    elif isinstance(tree, list | tuple):
        for part in tree:
            yield from _tensors(part)


def lanes_last(like: Tensor) -> Tensor:
    """An empty tensor shaped as `like` (K, ...), whose first axis is contiguous in memory."""
    return torch.empty(like.shape[::-1], dtype=like.dtype).permute(tuple(reversed(range(like.dim()))))
