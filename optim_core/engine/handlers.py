"""torch's other operations on single numbers: sums, stacking, copies and constants."""

from typing import Any

import torch
from torch import Tensor

from optim_core.engine.builder import ZERO, ProgramBuilder, Value, constant
from optim_core.engine.elementwise import ELEMENTWISE, Handler, UnsupportedOperation, aten, multiply, read_values


def _clamp(builder: ProgramBuilder, read: Any, result: Tensor, x: Tensor, *args: Any, **kwargs: Any) -> list[Value]:
    low, high = (*args, None, None)[:2]
    values = read_values(read, x, result.shape)
    for operation, limit in (("max", kwargs.get("min", low)), ("min", kwargs.get("max", high))):
        if limit is not None:
            limits = read_values(read, limit, result.shape)
            values = [builder.emit(operation, *pair) for pair in zip(values, limits, strict=True)]
    return values


def _sum(builder: ProgramBuilder, read: Any, result: Tensor, x: Tensor, *args: Any, **_: Any) -> list[Value]:
    return [_total(builder, group) for group in _groups(read, x, args[0] if args else None)]


def _groups(read: Any, x: Tensor, dims: Any) -> list[list[Value]]:
    """The values that a reduction over `dims` brings together, for each element of its result in order of rows."""
    values = read(x)
    if not x.dim():
        return [values]
    dims = [dims] if isinstance(dims, int) else dims or range(x.dim())
    reduced = {one % x.dim() for one in dims}
    rest = [one for one in range(x.dim()) if one not in reduced]
    places = torch.arange(x.numel()).reshape(x.shape).permute(*rest, *sorted(reduced))
    return [
        [values[at] for at in row]
        for row in places.reshape(torch.Size(x.shape[one] for one in rest).numel(), -1).tolist()
    ]


def _total(builder: ProgramBuilder, values: list[Value]) -> Value:
    total = values[0]
    for value in values[1:]:
        total = builder.emit("add", total, value)
    return total


def _norm(builder: ProgramBuilder, read: Any, result: Tensor, x: Tensor, *args: Any, **_: Any) -> list[Value]:
    if (args[0] if args else 2) != 2:
        raise UnsupportedOperation("linalg_vector_norm")
    groups = _groups(read, x, args[1] if len(args) > 1 else None)
    return [builder.emit("sqrt", _total(builder, [multiply(builder, one, one) for one in group])) for group in groups]


def _stack(_: ProgramBuilder, read: Any, result: Tensor, parts: list[Tensor], dim: int = 0) -> list[Value]:
    values = [value for part in parts for value in read(part)]
    shape = (len(parts), *parts[0].shape)
    return [values[at] for at in torch.arange(len(values)).reshape(shape).movedim(0, dim).flatten().tolist()]


def _select_backward(
    _: ProgramBuilder, read: Any, result: Tensor, grad: Tensor, size: list[int], dim: int, index: int
) -> list[Value]:
    values = read(grad)
    places = torch.full(size, -1)
    places.select(dim, index).copy_(torch.arange(grad.numel()).reshape(grad.shape))
    return [values[at] if at >= 0 else ZERO for at in places.flatten().tolist()]


def _constants(_: ProgramBuilder, __: Any, result: Tensor, *args: Any, **kwargs: Any) -> list[Value]:
    return [constant(number) for number in result.detach().flatten().tolist()]


def _copy(_: ProgramBuilder, read: Any, result: Tensor, target: Tensor, source: Any, *args: Any) -> list[Value]:
    return read_values(read, source, result.shape)


def _convert(builder: ProgramBuilder, read: Any, result: Tensor, x: Tensor, **_: Any) -> list[Value]:
    values: list[Value] = read(x)
    if result.dtype == x.dtype or result.is_floating_point():
        return values  # the rounding to float32 follows
    if result.dtype == torch.bool:
        return [builder.emit("ne", value, ZERO) for value in values]
    raise UnsupportedOperation(f"conversion to {result.dtype}")


CONSTANT = (
    *("ones_like", "zeros_like", "empty_like", "full_like"),
    *("zeros", "ones", "full", "new_zeros", "scalar_tensor", "arange"),
)
"""Operations whose result does not depend on the numbers in their arguments."""
HANDLERS: dict[Any, Handler] = {
    **ELEMENTWISE,
    aten.clamp: _clamp,
    aten.sum: _sum,
    aten.linalg_vector_norm: _norm,
    aten.stack: _stack,
    aten.select_backward: _select_backward,
    aten.copy: _copy,
    aten.fill: _copy,
    aten._to_copy: _convert,
    **{getattr(aten, name): _constants for name in CONSTANT},
}
"""torch operation -> its handler."""
