"""What each torch operation does to single numbers, with the roundings of torch's CPU kernels.

A handler takes the builder of a program, `read` (tensor, shape -> its values), the operation's result and its
arguments, and returns the values of the result in order of rows. An element that depends on no input is a constant.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import torch
from torch import Tensor

from optim_core.engine.builder import MINUS_ONE, ONE, ZERO, ProgramBuilder, Value, constant

aten = torch.ops.aten

Handler = Callable[..., list[Value]]
Element = Callable[..., Value]
"""Builder, one value per argument -> the value of the result."""


class UnsupportedOperation(Exception):  # noqa: N818 -- not a fault: the function has no program
    """A function does something that single numbers and guards cannot express."""


def elements(tensor: Tensor) -> Iterator[int]:
    """The offset in its storage of each element of a tensor, in order of rows."""
    for index in itertools.product(*map(range, tensor.shape)):
        yield tensor.storage_offset() + sum(at * stride for at, stride in zip(index, tensor.stride(), strict=True))


def _by_element(element: Element, arity: int, *names: str) -> Handler:
    """A handler that computes each element of the result by itself; `names` are those of further keyword arguments."""

    def handler(builder: ProgramBuilder, read: Any, result: Tensor, *args: Any, **kwargs: Any) -> list[Value]:
        options = {name: kwargs[name] for name in names if name in kwargs}
        columns = [_read(read, arg, result.shape) for arg in args[:arity]]
        numbers = result.detach().flatten().tolist()
        return [
            constant(number) if all(isinstance(one, str) for one in row) else element(builder, *row, **options)
            for number, *row in zip(numbers, *columns, strict=True)
        ]

    return handler


def _read(read: Any, value: Any, shape: torch.Size) -> list[Value]:
    return read(value, shape) if isinstance(value, Tensor) else [constant(value)] * shape.numel()


def _plain(operation: str) -> Element:
    return lambda builder, *values: builder.emit(operation, *values)


def _add(b: ProgramBuilder, x: Value, y: Value, alpha: float = 1) -> Value:
    return b.emit("add", x, y) if alpha == 1 else b.emit("fma", y, constant(alpha), x)


def _sub(b: ProgramBuilder, x: Value, y: Value, alpha: float = 1) -> Value:
    return b.emit("sub", x, y) if alpha == 1 else b.emit("fma", y, constant(-alpha), x)


def _mul(b: ProgramBuilder, x: Value, y: Value) -> Value:
    return b.emit("mul", x, y)


def _fused(b: ProgramBuilder, x: Value, y: Value, z: Value, value: float = 1) -> Value:
    """`addcmul`: x + value · y · z, with the last product and the sum rounded once."""
    if value == 1 or not isinstance(y, str):
        return b.emit("fma", _mul(b, constant(value), y), z, x)
    return b.emit("fma", constant(value * float.fromhex(y)), z, x)


def _pow(b: ProgramBuilder, base: Value, exponent: Value) -> Value:
    """torch's own cases of constant exponents, or a general power."""
    if exponent == ONE:
        return base
    if exponent == constant(2):
        return _mul(b, base, base)
    if exponent == constant(3):
        return _mul(b, _mul(b, base, base), base)
    if exponent == constant(0.5):
        return b.emit("sqrt", base)
    if exponent == constant(-0.5):
        return b.emit("div", ONE, b.emit("sqrt", base))
    if exponent == MINUS_ONE:
        return b.emit("div", ONE, base)
    if exponent == constant(-2):
        return b.emit("div", ONE, _mul(b, base, base))
    return b.emit("pow", base, exponent)


def _clamp(builder: ProgramBuilder, read: Any, result: Tensor, x: Tensor, *args: Any, **kwargs: Any) -> list[Value]:
    low, high = (*args, None, None)[:2]
    values = _read(read, x, result.shape)
    for operation, limit in (("max", kwargs.get("min", low)), ("min", kwargs.get("max", high))):
        if limit is not None:
            limits = _read(read, limit, result.shape)
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
        [values[at] for at in row] for row in places.reshape(torch.Size(x.shape[one] for one in rest).numel(), -1).tolist()
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
    return [builder.emit("sqrt", _total(builder, [_mul(builder, one, one) for one in group])) for group in groups]


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
    return _read(read, source, result.shape)


def _convert(builder: ProgramBuilder, read: Any, result: Tensor, x: Tensor, **_: Any) -> list[Value]:
    values: list[Value] = read(x)
    if result.dtype == x.dtype or result.is_floating_point():
        return values  # the rounding to float32 follows
    if result.dtype == torch.bool:
        return [builder.emit("ne", value, ZERO) for value in values]
    raise UnsupportedOperation(f"conversion to {result.dtype}")


PLAIN: Mapping[Any, str] = {
    aten.mul: "mul",
    aten.div: "div",
    aten.neg: "neg",
    aten.abs: "abs",
    aten.sign: "sign",
    aten.sgn: "sign",
    aten.sqrt: "sqrt",
    aten.exp: "exp",
    aten.expm1: "expm1",
    aten.log: "log",
    aten.log1p: "log1p",
    aten.log2: "log2",
    aten.log10: "log10",
    aten.sin: "sin",
    aten.cos: "cos",
    aten.tan: "tan",
    aten.asin: "asin",
    aten.acos: "acos",
    aten.atan: "atan",
    aten.atan2: "atan2",
    aten.sinh: "sinh",
    aten.cosh: "cosh",
    aten.tanh: "tanh",
    aten.floor: "floor",
    aten.ceil: "ceil",
    aten.trunc: "trunc",
    aten.remainder: "remainder",
    aten.fmod: "fmod",
    aten.hypot: "hypot",
    aten.maximum: "max",
    aten.minimum: "min",
    aten.eq: "eq",
    aten.ne: "ne",
    aten.gt: "gt",
    aten.ge: "ge",
    aten.lt: "lt",
    aten.le: "le",
    aten.bitwise_and: "and",
    aten.bitwise_or: "or",
    aten.bitwise_not: "not",
    aten.logical_and: "and",
    aten.logical_or: "or",
    aten.logical_not: "not",
    aten.where: "where",
    aten.lerp: "lerp",
}
"""Operations with the same meaning for single numbers, and their names in a program."""
ARITY: Mapping[str, int] = dict.fromkeys(
    "mul div atan2 remainder fmod hypot max min eq ne gt ge lt le and or".split(), 2
) | {"where": 3, "lerp": 3}
"""Number of arguments of an operation, if it is not 1."""

HANDLERS: dict[Any, Handler] = {
    packet: _by_element(_plain(operation), ARITY.get(operation, 1)) for packet, operation in PLAIN.items()
} | {
    aten.add: _by_element(_add, 2, "alpha"),
    aten.sub: _by_element(_sub, 2, "alpha"),
    aten.rsub: _by_element(lambda b, x, y: b.emit("sub", y, x), 2),
    aten.pow: _by_element(_pow, 2),
    aten.square: _by_element(lambda b, x: _mul(b, x, x), 1),
    aten.reciprocal: _by_element(lambda b, x: b.emit("div", ONE, x), 1),
    aten.rsqrt: _by_element(lambda b, x: b.emit("div", ONE, b.emit("sqrt", x)), 1),
    aten.relu: _by_element(lambda b, x: b.emit("max", x, ZERO), 1),
    aten.sigmoid: _by_element(
        lambda b, x: b.emit("div", ONE, b.emit("add", ONE, b.emit("exp", b.emit("neg", x)))), 1
    ),
    aten.isnan: _by_element(lambda b, x: b.emit("ne", x, x), 1),
    aten.addcmul: _by_element(_fused, 3, "value"),
    aten.addcdiv: _by_element(
        lambda b, x, y, z, value=1: b.emit("add", x, b.emit("div", _mul(b, constant(value), y), z)), 3, "value"
    ),
    aten.masked_fill: _by_element(lambda b, x, mask, value: b.emit("where", mask, value, x), 3),
    aten.clamp: _clamp,
    aten.clamp_min: _clamp,
    aten.sum: _sum,
    aten.linalg_vector_norm: _norm,
    aten.stack: _stack,
    aten.select_backward: _select_backward,
    aten.copy: _copy,
    aten.fill: _copy,
    aten.clone: _by_element(lambda b, x: x, 1),
    aten.lift_fresh: _by_element(lambda b, x: x, 1),
    aten._to_copy: _convert,
} | dict.fromkeys(
    (
        aten.ones_like,
        aten.zeros_like,
        aten.zeros,
        aten.ones,
        aten.full,
        aten.full_like,
        aten.new_zeros,
        aten.scalar_tensor,
        aten.arange,
        aten.empty_like,
    ),
    _constants,
)
"""torch operation -> its handler."""
