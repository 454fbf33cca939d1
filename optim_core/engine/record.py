"""A tape of the operations of a torch function, to be replayed in place: the same bits in a fraction of the time.

For a few thousand numbers, most of torch's time is overhead. A replay skips autograd, dispatch and allocation.
Operations whose result IEEE 754 defines to the last bit are computed by NumPy, which has less overhead.
"""

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from optim_core.engine.buffers import Buffers
from optim_core.engine.operation import TorchOperation, key_of, memory_of, tensors_in
from optim_core.engine.repeats import Repeats
from optim_core.engine.replay import Thunk, copy_thunk, replay_thunks

SHAPES_ONLY = {torch.ops.aten.ones_like, torch.ops.aten.zeros_like}
"""Operations whose result depends only on the shape of their argument."""


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
        self.inputs, self.outputs = [key_of(one) for one in inputs], list(outputs)
        changed = {memory_of(one) for one in inputs}
        changed |= {memory for op in operations if op.function._schema.is_mutable for memory in op.written}
        moving = []
        for op in operations:
            read = set() if op.function.overloadpacket in SHAPES_ONLY else op.read
            if (read | op.written) & changed:
                changed |= op.written
                moving.append(op)
        needed = {memory_of(one) for one in outputs}
        wanted: list[TorchOperation] = []
        for op in reversed(moving):
            if op.written & needed or not op.written:
                needed |= op.read
                wanted.insert(0, op)
        self.repeats = Repeats(wanted, changed)
        self.operations = self.repeats.operations
        self.buffers = Buffers(self.repeats, outputs, allocate)

    def thunks(self, inputs: Sequence[Tensor], outputs: Sequence[Tensor]) -> list[Thunk]:
        """The calls that compute `outputs` from `inputs`, in order; both have the recorded shapes."""
        known = dict(zip(self.inputs, inputs, strict=True))
        wanted = {key_of(one): out for one, out in zip(self.outputs, outputs, strict=True)}

        def current(part: Any) -> Any:
            if isinstance(part, Tensor):
                source = self.repeats.source(part)
                return known.get(key_of(source), source)
            return [current(one) for one in part] if isinstance(part, list) else part

        thunks: list[Thunk] = []
        for op in self.operations:
            args = [current(one) for one in op.args]
            kwargs = {name: current(one) for name, one in op.kwargs.items()}
            if op.is_view:
                view = op.function(*args, **kwargs)
                known |= {key_of(old): new for old, new in zip(tensors_in(op.result), tensors_in(view), strict=True)}
                continue
            out = None
            if op.makes_result:
                out = known[key_of(op.result)] = self.buffers.place(op.result, wanted)
            thunks += replay_thunks(op.function, args, kwargs, out, op.result)
        pairs = zip(self.outputs, outputs, strict=True)
        return thunks + [copy_thunk(current(one), out) for one, out in pairs if current(one) is not out]


def lanes_last(like: Tensor) -> Tensor:
    """An empty tensor shaped as `like` (K, ...), whose first axis is contiguous in memory."""
    return torch.empty(like.shape[::-1], dtype=like.dtype).permute(tuple(reversed(range(like.dim()))))
