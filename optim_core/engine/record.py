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

from optim_core.engine.replay import Thunk, copying, player

Key = tuple[int, int, torch.Size, tuple[int, ...]]

SHAPES_ONLY = {torch.ops.aten.ones_like, torch.ops.aten.zeros_like}
"""What does not look at the numbers it is given."""


@dataclass(frozen=True, eq=False)
class Call:
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


class Recorder(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Keeps every operation below autograd, and with it every tensor, so that no memory is used twice."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.calls: list[Call] = []

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        return False  # or torch would load its compiler, a second's work, only to tell it to stay away

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        self.calls.append(Call(func, args, kwargs or {}, result))
        return result


class Tape:
    """What has to be done again for other `inputs` to get the `outputs`; the rest is constant.

    Where Python has asked for a number that the inputs change (`if step == 1`), playing raises `Stale` as soon as the
    answer is another. Memory in between, for each tensor what `room` makes of it, is shared by all that is made of one
    tape, so play one at a time.
    """

    def __init__(
        self,
        calls: Sequence[Call],
        inputs: Sequence[Tensor],
        outputs: Sequence[Tensor],
        room: Callable[[Tensor], Tensor] = torch.empty_like,
    ) -> None:
        self.inputs, self.outputs, self.room = [_key(one) for one in inputs], list(outputs), room
        changed = {_memory(one) for one in inputs}
        changed |= {memory for call in calls if call.function._schema.is_mutable for memory in call.written}
        moving = []
        for call in calls:
            read = set() if call.function.overloadpacket in SHAPES_ONLY else call.read
            if (read | call.written) & changed:
                changed |= call.written
                moving.append(call)
        needed = {_memory(one) for one in outputs}
        self.calls: list[Call] = []
        for call in reversed(moving):
            if call.written & needed or not call.written:
                needed |= call.read
                self.calls.insert(0, call)
        self.slots = self._slots()

    def _slots(self) -> dict[Key, Tensor]:
        """Memory for each result on the way; it is used again after the last call that reads it."""
        last = {memory: index for index, call in enumerate(self.calls) for memory in call.read}
        free: dict[Any, list[Tensor]] = defaultdict(list)
        ending: dict[int, list[Tensor]] = defaultdict(list)
        slots = {}
        for index, call in enumerate(self.calls):
            if isinstance(call.result, Tensor) and not call.is_view and not call.function._schema.is_mutable:
                kind = free[call.result.shape, call.result.dtype, call.result.stride()]
                slots[_key(call.result)] = slot = kind.pop() if kind else self.room(call.result)
                ending[last.get(_memory(call.result), index)].append(slot)
            for slot in ending[index]:
                free[slot.shape, slot.dtype, slot.stride()].append(slot)
        return slots

    def thunks(self, inputs: Sequence[Tensor], outputs: Sequence[Tensor]) -> list[Thunk]:
        """What to call, in this order, so that `outputs` hold the results for `inputs`."""
        known = dict(zip(self.inputs, inputs, strict=True))
        wanted = {_key(one): place for one, place in zip(self.outputs, outputs, strict=True)}

        def found(part: Any) -> Any:
            if isinstance(part, Tensor):
                return known.get(_key(part), part)
            return [found(one) for one in part] if isinstance(part, list) else part

        thunks: list[Thunk] = []
        for call in self.calls:
            args, kwargs = [found(one) for one in call.args], {name: found(one) for name, one in call.kwargs.items()}
            if call.is_view:
                seen = call.function(*args, **kwargs)
                known |= {_key(old): new for old, new in zip(_tensors(call.result), _tensors(seen), strict=True)}
                continue
            place = None
            if isinstance(call.result, Tensor) and not call.function._schema.is_mutable:
                result = _key(call.result)
                place = known[result] = wanted.get(result, self.slots[result])
            thunks += player(call.function, args, kwargs, place, call.result)
        pairs = zip(self.outputs, outputs, strict=True)
        return thunks + [copying(found(one), place) for one, place in pairs if found(one) is not place]


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
