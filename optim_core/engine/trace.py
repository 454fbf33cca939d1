"""Programs of torch functions. Each operation below autograd becomes operations on single numbers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from optim_core.engine.builder import ProgramBuilder, Value, constant
from optim_core.engine.elementwise import UnsupportedOperation, elements
from optim_core.engine.handlers import HANDLERS
from optim_core.engine.program import Program

aten = torch.ops.aten

Named = Mapping[str, Tensor]
"""Name -> float64 tensor."""
MAX_PROGRAMS = 16
"""Of one function: the most combinations of answers to its `if` statements."""


class _Tracer(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Context that writes a program while torch computes.

    A number is known by its address in memory, so that views need no instructions. All tensors are held, so that no
    address is used twice. A number that no instruction has written is a constant.
    """

    def __init__(self, answers: Sequence[bool]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.builder, self.answers = ProgramBuilder(), list(answers)
        self.values: dict[tuple[int, int], Value] = {}
        self.held: list[Tensor] = []

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        return False  # otherwise torch imports its compiler, which takes a second

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        packet, kwargs = func.overloadpacket, kwargs or {}
        if packet is aten._local_scalar_dense:
            return self._answer(args[0])
        if any(one.alias_info is not None and not one.alias_info.is_write for one in func._schema.returns):
            view = func(*args, **kwargs)
            self.held += view if isinstance(view, list | tuple) else [view]
            return view
        name = packet.__name__
        changed = args[0] if func._schema.is_mutable else None
        if changed is not None:
            packet = getattr(aten, name.removesuffix("_"), None)
        if packet not in HANDLERS:
            raise UnsupportedOperation(str(func))
        result = packet(*args, **kwargs)
        values = HANDLERS[packet](self.builder, self.read, result, *args, **kwargs)
        if result.dtype == torch.float32:
            values = [self.builder.emit("fround", value) for value in values]
        if changed is None:
            self.write(result, values)
            return result
        changed.copy_(result)
        self.write(changed, values)
        return changed

    def _answer(self, condition: Tensor) -> Any:
        """The answer to an `if` on a tensor of one element, as chosen for this program."""
        (value,) = self.read(condition)
        if isinstance(value, str):
            return condition.item()
        if condition.dtype != torch.bool:
            raise UnsupportedOperation("a number is read from a tensor")
        known = self.builder.guards.get(value)
        if known is None:
            given = len(self.builder.guards)
            known = self.answers[given] if given < len(self.answers) else True
            self.builder.guards[value] = known
        return known

    def read(self, tensor: Tensor, shape: Sequence[int] | None = None) -> list[Value]:
        """The values of a tensor (...), broadcast to `shape`, in order of rows."""
        tensor = tensor.detach() if shape is None else tensor.detach().expand(tuple(shape))
        base, numbers = tensor.untyped_storage().data_ptr(), tensor.flatten().tolist()
        addresses = ((base, offset) for offset in elements(tensor))
        return [self.values.get(at) or constant(number) for at, number in zip(addresses, numbers, strict=True)]

    def write(self, tensor: Tensor, values: Sequence[Value]) -> None:
        """Store the values of the elements of a tensor (...), in order of rows."""
        self.held.append(tensor)
        base = tensor.untyped_storage().data_ptr()
        for offset, value in zip(elements(tensor), values, strict=True):
            self.values[base, offset] = value


def trace(function: Callable[[Named], Named], inputs: Named) -> tuple[Program, ...]:
    """Programs of a function of float64 tensors, one for each way through its `if` statements.

    `inputs` are examples of the arguments: each of their elements is an input of the programs, in order of rows, and
    so is each element of a result an output. UnsupportedOperation if the function does something that has no program.
    """
    programs: list[Program] = []
    pending: list[list[bool]] = [[]]
    while pending:
        answers = pending.pop()
        tracer = _Tracer(answers)
        copies = {name: tensor.detach().clone() for name, tensor in inputs.items()}
        for name, tensor in copies.items():
            tracer.write(tensor, tracer.builder.add_input(name, tensor.numel()))
        with tracer:
            results = function(copies)
        outputs = {name: tracer.read(tensor) for name, tensor in results.items()}
        programs.append(tracer.builder.program(outputs))
        if len(programs) > MAX_PROGRAMS:
            raise UnsupportedOperation("too many conditions")
        given = list(tracer.builder.guards.values())
        pending += [[*given[:index], not given[index]] for index in range(len(answers), len(given))]
    return tuple(programs)
