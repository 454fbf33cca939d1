"""Replay of one recorded operation into memory that exists already."""

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
    aten.sqrt: torch.sqrt,  # unlike np.sqrt, MKL does not round correctly
}
"""Torch functions with an `out` argument. The result of any other operation is copied."""


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
        return [copy_thunk(part, target.select(args[1], index)) for index, part in enumerate(args[0])]
    if packet is aten.pow and isinstance(args[1], Tensor) and args[1].dim() == 0:
        if not isinstance(args[0], Tensor):
            return [partial(_power, args[0], args[1].numpy(), out)]
        bases, which = np.unique(args[0].numpy(), return_inverse=True)
        return [partial(_powers, bases.tolist(), which.reshape(out.shape), args[1].numpy(), out)]
    if all(one.dtype == torch.float64 for one in (target, *args) if isinstance(one, Tensor)) and not kwargs:
        if packet is aten.pow and args[1] in POWERS:
            return [partial(POWERS[args[1]], _array(args[0]), out)]
        if packet is aten.rsub and len(args) == 2:
            return [partial(np.subtract, _array(args[1]), _array(args[0]), out)]
        if packet in UFUNCS and len(args) == UFUNCS[packet].nin:
            return [partial(UFUNCS[packet], *map(_array, args), out)]  # a third slower with out as a keyword
    if packet in OUT_FUNCTIONS:
        return [partial(OUT_FUNCTIONS[packet], *args, **kwargs, out=target)]
    return [lambda: target.copy_(function(*args, **kwargs))]


def copy_thunk(source: Tensor, target: Tensor) -> Thunk:
    """The call that copies `source` to `target`, of equal shape."""
    return partial(np.copyto, target.numpy(), source.numpy())


def _array(value: Any) -> NDArray[Any]:
    return value.numpy() if isinstance(value, Tensor) else np.array(value, dtype=np.float64)


def _same(now: NDArray[Any], then: Any) -> None:
    if now.item() != then:
        raise StaleTape


def _power(base: float, exponent: NDArray[Any], out: NDArray[Any]) -> None:
    """`base` to the power of `exponent`, by Python's float power as in torch's optimizers.

    Other libraries differ in the last bit, which 1 − βᵗ magnifies a thousandfold where β is close to 1.
    """
    out[...] = base ** exponent.item()


def _powers(bases: list[float], which: NDArray[np.intp], exponent: NDArray[Any], out: NDArray[Any]) -> None:
    """`_power` for many lanes; `which` holds the index of each lane's base in `bases`."""
    power = exponent.item()
    np.array([base**power for base in bases]).take(which, out=out, mode="clip")
