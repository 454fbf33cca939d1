"""torch's elementwise operations on single numbers, with the roundings of its CPU kernels.

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

OF_MEMORY = ("memory_format", "layout", "device", "pin_memory")
"""Keyword arguments that have no effect on the numbers."""
Handler = Callable[..., list[Value]]
Element = Callable[..., Value]
"""Builder, one value per argument -> the value of the result."""


class UnsupportedOperation(Exception):  # noqa: N818 -- not a fault: the function has no program
    """A function does something that single numbers and guards cannot express."""


def elements(tensor: Tensor) -> Iterator[int]:
    """The offset in its storage of each element of a tensor (...), in order of rows."""
    for index in itertools.product(*map(range, tensor.shape)):
        yield int(tensor.storage_offset() + sum(at * stride for at, stride in zip(index, tensor.stride(), strict=True)))


def by_element(element: Element, arity: int, *names: str) -> Handler:
    """A handler that computes each element of the result by itself; `names` are those of further keyword arguments.

    An operation with any other argument is unsupported.
    """

    def handler(builder: ProgramBuilder, read: Any, result: Tensor, *args: Any, **kwargs: Any) -> list[Value]:
        """The values of `result` (...) in order of rows."""
        if args[arity:] or set(kwargs) - {*names, *OF_MEMORY}:
            raise UnsupportedOperation(f"arguments {args[arity:]} {kwargs}")
        options = {name: kwargs[name] for name in names if name in kwargs}
        columns = [read_values(read, arg, result.shape) for arg in args[:arity]]
        numbers = result.detach().flatten().tolist()
        return [
            constant(number) if all(isinstance(one, str) for one in row) else element(builder, *row, **options)
            for number, *row in zip(numbers, *columns, strict=True)
        ]

    return handler


def read_values(read: Any, value: Any, shape: torch.Size) -> list[Value]:
    """The values of a tensor or number, broadcast to `shape`."""
    return read(value, shape) if isinstance(value, Tensor) else [constant(value)] * shape.numel()


def _plain(operation: str) -> Element:
    return lambda builder, *values: builder.emit(operation, *values)


def _add(b: ProgramBuilder, x: Value, y: Value, alpha: float = 1) -> Value:
    return b.emit("add", x, y) if alpha == 1 else b.emit("fma", y, constant(alpha), x)


def _sub(b: ProgramBuilder, x: Value, y: Value, alpha: float = 1) -> Value:
    return b.emit("sub", x, y) if alpha == 1 else b.emit("fma", y, constant(-alpha), x)


def multiply(b: ProgramBuilder, x: Value, y: Value) -> Value:
    """x · y."""
    return b.emit("mul", x, y)


def _addcmul(b: ProgramBuilder, x: Value, y: Value, z: Value, value: float = 1) -> Value:
    """x + value · y · z, with the last product and the sum rounded once."""
    if value == 1 or not isinstance(y, str):
        return b.emit("fma", multiply(b, constant(value), y), z, x)
    return b.emit("fma", constant(value * float.fromhex(y)), z, x)


def _addcdiv(b: ProgramBuilder, x: Value, y: Value, z: Value, value: float = 1) -> Value:
    return b.emit("add", x, b.emit("div", multiply(b, constant(value), y), z))


def _div(b: ProgramBuilder, x: Value, y: Value, rounding_mode: str | None = None) -> Value:
    quotient = b.emit("div", x, y)
    return quotient if rounding_mode is None else b.emit(rounding_mode, quotient)


def _reciprocal(b: ProgramBuilder, x: Value) -> Value:
    return b.emit("div", ONE, x)


def _threshold_backward(b: ProgramBuilder, grad: Value, x: Value, least: Value) -> Value:
    return b.emit("where", b.emit("le", x, least), ZERO, grad)


def _sigmoid_backward(b: ProgramBuilder, grad: Value, y: Value) -> Value:
    return multiply(b, multiply(b, grad, b.emit("sub", ONE, y)), y)


def _pow(b: ProgramBuilder, base: Value, exponent: Value) -> Value:
    """torch's own cases of constant exponents, or a general power."""
    if exponent == ONE:
        return base
    if exponent == constant(2):
        return multiply(b, base, base)
    if exponent == constant(3):
        return multiply(b, multiply(b, base, base), base)
    if exponent == constant(0.5):
        return b.emit("sqrt", base)
    if exponent == constant(-0.5):
        return _reciprocal(b, b.emit("sqrt", base))
    if exponent == MINUS_ONE:
        return _reciprocal(b, base)
    if exponent == constant(-2):
        return _reciprocal(b, multiply(b, base, base))
    return b.emit("pow", base, exponent)


PLAIN: Mapping[Any, str] = {
    aten.mul: "mul",
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
    aten.asinh: "asinh",
    aten.acosh: "acosh",
    aten.atanh: "atanh",
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
_PAIRS = ("mul", "atan2", "remainder", "fmod", "hypot", "max", "min")
_CONDITIONS = ("eq", "ne", "gt", "ge", "lt", "le", "and", "or")
ARITY: Mapping[str, int] = dict.fromkeys((*_PAIRS, *_CONDITIONS), 2) | {"where": 3, "lerp": 3}
"""Number of arguments of an operation, if it is not 1."""

ELEMENTWISE: dict[Any, Handler] = {
    packet: by_element(_plain(operation), ARITY.get(operation, 1)) for packet, operation in PLAIN.items()
} | {
    aten.add: by_element(_add, 2, "alpha"),
    aten.sub: by_element(_sub, 2, "alpha"),
    aten.rsub: by_element(lambda b, x, y: b.emit("sub", y, x), 2),
    aten.div: by_element(_div, 2, "rounding_mode"),
    aten.pow: by_element(_pow, 2),
    aten.square: by_element(lambda b, x: multiply(b, x, x), 1),
    aten.reciprocal: by_element(_reciprocal, 1),
    aten.rsqrt: by_element(lambda b, x: _reciprocal(b, b.emit("sqrt", x)), 1),
    aten.relu: by_element(lambda b, x: b.emit("max", x, ZERO), 1),
    aten.sigmoid: by_element(lambda b, x: _reciprocal(b, b.emit("add", ONE, b.emit("exp", b.emit("neg", x)))), 1),
    aten.isnan: by_element(lambda b, x: b.emit("ne", x, x), 1),
    aten.clone: by_element(lambda b, x: x, 1),
    aten.lift_fresh: by_element(lambda b, x: x, 1),
    aten.addcmul: by_element(_addcmul, 3, "value"),
    aten.addcdiv: by_element(_addcdiv, 3, "value"),
    aten.masked_fill: by_element(lambda b, x, mask, value: b.emit("where", mask, value, x), 3),
    aten.threshold_backward: by_element(_threshold_backward, 3),
    aten.tanh_backward: by_element(lambda b, grad, y: multiply(b, grad, b.emit("sub", ONE, multiply(b, y, y))), 2),
    aten.sigmoid_backward: by_element(_sigmoid_backward, 2),
}
"""torch operation -> its handler."""
