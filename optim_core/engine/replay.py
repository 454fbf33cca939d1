"""Replay of one recorded operation into memory that exists already."""

import math
from collections.abc import Callable, Mapping
from functools import partial
from itertools import repeat
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

Thunk = Callable[[], object]
aten = torch.ops.aten

UFUNCS: Mapping[Any, np.ufunc] = {
    aten.mul: np.multiply,
    aten.add: np.add,
    aten.sub: np.subtract,
    aten.div: np.divide,
    aten.neg: np.negative,
    aten.abs: np.absolute,
}
POWERS: Mapping[float, np.ufunc] = {1: np.positive, 2: np.square}
OUT_FUNCTIONS: Mapping[Any, Callable[..., Tensor]] = {
    aten.add: torch.add,
    aten.addcmul: torch.addcmul,
    aten.lerp: torch.lerp,
    aten.maximum: torch.maximum,
    aten.pow: torch.pow,
    aten.exp: torch.exp,
    aten.expm1: torch.expm1,
    aten.log: torch.log,
    aten.sin: torch.sin,
    aten.cos: torch.cos,
    aten.tanh: torch.tanh,
    aten.sqrt: torch.sqrt,  # unlike np.sqrt, MKL does not round correctly
}
"""Torch functions with an `out` argument. The result of any other operation is copied."""
ELEMENTWISE = UFUNCS.keys() | OUT_FUNCTIONS.keys()
"""Operations whose result may take the place of an argument of its shape."""


STEPS_AHEAD = 8
"""For so many steps, powers are computed at once."""


class StaleTape(Exception):  # noqa: N818 -- not an error: the tape has to be recorded again
    """The inputs lead through another branch of the code than at the time of recording."""


def replay_thunks(function: Any, args: Any, kwargs: Any, target: Tensor | None, recorded: Any) -> list[Thunk]:
    """The calls that compute `function(*args, **kwargs)` into `target`, a tensor shaped as the result `recorded`."""
    packet = function.overloadpacket
    if packet is aten._local_scalar_dense:
        return [partial(_same, args[0].numpy(), recorded)]
    if target is None:
        return [partial(function, *args, **kwargs)]
    out = target.numpy()
    if packet is aten.stack:
        places = target.unbind(args[1] if len(args) > 1 else 0)
        pairs = zip(args[0], places, strict=True)
        return [copy_thunk(part, place) for part, place in pairs if part.data_ptr() != place.data_ptr()]
    if packet is aten.pow and isinstance(args[1], Tensor) and args[1].dim() == 0:
        if not isinstance(args[0], Tensor):
            return [partial(_power, args[0], args[1].numpy(), out)]
        bases, which = np.unique(args[0].numpy(), return_inverse=True)
        return [_Powers(bases.tolist(), which.reshape(out.shape), args[1].numpy(), out)]
    if packet is aten.pow and not isinstance(args[1], Tensor) and args[1] == 0.5 and args[0].dim() == 0:
        return [partial(_root, args[0].numpy(), out)]
    if all(one.dtype == torch.float64 for one in (target, *args) if isinstance(one, Tensor)) and not kwargs:
        if packet is aten.pow and args[1] in POWERS:
            return [partial(POWERS[args[1]], _array(args[0]), out)]
        if packet is aten.rsub and len(args) == 2:
            return [partial(np.subtract, _array(args[1]), _array(args[0]), out)]
        if packet in UFUNCS and len(args) == UFUNCS[packet].nin:
            parts = _by_column(*map(_array, args), out)
            return [partial(UFUNCS[packet], *part) for part in parts]  # a third slower with out as a keyword
    if packet in OUT_FUNCTIONS:
        return [partial(OUT_FUNCTIONS[packet], *args, **kwargs, out=target)]
    return [lambda: target.copy_(function(*args, **kwargs))]


def copy_thunk(source: Tensor, target: Tensor) -> Thunk:
    """The call that copies `source` to `target`, of equal shape."""
    return partial(np.copyto, target.numpy(), source.numpy())


def _array(value: Any) -> NDArray[Any]:
    return value.numpy() if isinstance(value, Tensor) else np.array(value, dtype=np.float64)


def _by_column(*arrays: NDArray[Any]) -> list[tuple[NDArray[Any], ...]]:
    """The arrays, whose last one is the result: column by column if they differ in layout, which is faster."""
    out = arrays[-1]
    alike = all(not one.ndim or (one.shape, one.strides) == (out.shape, out.strides) for one in arrays)
    if alike or out.ndim != 2 or out.shape[1] != 2:
        return [arrays]
    columns = [np.broadcast_to(one, out.shape) if one.ndim else one for one in arrays[:-1]]
    return [(*(one[:, at] if one.ndim else one for one in columns), out[:, at]) for at in range(2)]


def _same(now: NDArray[Any], then: Any) -> None:
    if now.item() != then:
        raise StaleTape


def _power(base: float, exponent: NDArray[Any], out: NDArray[Any]) -> None:
    """`base` to the power of `exponent`, by Python's float power as in torch's optimizers.

    Other libraries differ in the last bit, which 1 − βᵗ magnifies a thousandfold where β is close to 1.
    """
    out[...] = base ** exponent.item()


def _root(square: NDArray[Any], out: NDArray[Any]) -> None:
    """The root of a single number, which torch's optimizers take by Python's float power; NaN below 0."""
    value = square.item()
    out[...] = value**0.5 if value > 0 else np.sqrt(square)


class _Powers:
    """`_power` for many lanes, computed ahead for the next steps; `which` holds the index of each lane's base."""

    def __init__(self, bases: list[float], which: NDArray[np.intp], exponent: NDArray[Any], out: NDArray[Any]) -> None:
        self.bases, self.which, self.exponent, self.out = bases, which, exponent, out
        self.last = math.inf
        self.ahead: dict[float, NDArray[Any]] = {}

    def __call__(self) -> None:
        now = self.exponent.item()
        if now not in self.ahead:
            stride = max(now - self.last, 0.0)
            steps = {now + stride * count for count in range(STEPS_AHEAD)}
            self.ahead = {step: np.fromiter(map(pow, self.bases, repeat(step)), float) for step in steps}
        self.last = now
        self.ahead[now].take(self.which, out=self.out, mode="clip")
