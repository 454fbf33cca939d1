"""How each operation of a tape is done again into memory that is already there."""

from collections.abc import Callable, Mapping
from functools import partial
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
    aten.sqrt: torch.sqrt,  # which is not the last bit's in MKL
}
"""The rest of what is common; anything else is computed anew and copied."""


class StaleTape(Exception):  # noqa: N818 -- nothing has gone wrong: the tape has to be recorded anew
    """The inputs now lead through another branch than when the tape was recorded."""


def replay_thunks(function: Any, args: Any, kwargs: Any, place: Tensor | None, recorded: Any) -> list[Thunk]:
    """What does `function` of `args` again, into `place`; `recorded` is what it gave then."""
    packet = function.overloadpacket
    if packet is aten._local_scalar_dense:
        return [partial(_same, args[0].numpy(), recorded)]
    if place is None:
        return [partial(function, *args, **kwargs)]
    out = place.numpy()
    if packet is aten.stack:
        return [copy_thunk(part, place.select(args[1], index)) for index, part in enumerate(args[0])]
    if packet is aten.pow and isinstance(args[1], Tensor) and args[1].dim() == 0:
        if not isinstance(args[0], Tensor):
            return [partial(_power, args[0], args[1].numpy(), out)]
        bases, which = np.unique(args[0].numpy(), return_inverse=True)
        return [partial(_powers, bases.tolist(), which.reshape(out.shape), args[1].numpy(), out)]
    if all(one.dtype == torch.float64 for one in (place, *args) if isinstance(one, Tensor)) and not kwargs:
        if packet is aten.pow and args[1] in POWERS:
            return [partial(POWERS[args[1]], _array(args[0]), out)]
        if packet is aten.rsub and len(args) == 2:
            return [partial(np.subtract, _array(args[1]), _array(args[0]), out)]
        if packet in UFUNCS and len(args) == UFUNCS[packet].nin:
            return [partial(UFUNCS[packet], *map(_array, args), out)]  # a third slower where out has its keyword
    if packet in OUT_FUNCTIONS:
        return [partial(OUT_FUNCTIONS[packet], *args, **kwargs, out=place)]
    return [lambda: place.copy_(function(*args, **kwargs))]


def copy_thunk(source: Tensor, place: Tensor) -> Thunk:
    """What copies `source` to `place`."""
    return partial(np.copyto, place.numpy(), source.numpy())


def _array(value: Any) -> NDArray[Any]:
    return value.numpy() if isinstance(value, Tensor) else np.array(value, dtype=np.float64)


def _same(now: NDArray[Any], then: Any) -> None:
    if now.item() != then:
        raise StaleTape


def _power(base: float, exponent: NDArray[Any], out: NDArray[Any]) -> None:
    """Python's own power, as torch's optimizers take it: other libraries differ in the last bit.

    1 − βᵗ turns that bit into a thousand where β is close to 1.
    """
    out[...] = base ** exponent.item()


def _powers(bases: list[float], which: NDArray[np.intp], exponent: NDArray[Any], out: NDArray[Any]) -> None:
    """`_power` of each lane's own base, of which few differ."""
    power = exponent.item()
    np.array([base**power for base in bases]).take(which, out=out, mode="clip")
