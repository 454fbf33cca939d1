"""The hyperparameters that the signature of a class declares, which knows nothing of domains."""

import inspect
import math
import re
from collections.abc import Container
from typing import Any, NamedTuple

from optim_core.base.hyper import AbstractDomain, Flag, Real, Whole
from optim_core.optimizers.schedules import RATE

COMPUTING = {"foreach", "capturable", "differentiable", "fused"}
"""How a class computes rather than what."""
BESIDE = {"off", "kind", "more", "menu", "eye"}
"""What else links and cards say of a contender under a name of its own."""
HELD = {"alpha", "rho", "gamma", "momentum", "nesterov_momentum"}
"""Names, beside those of betas, of shares of the past that are kept."""
WIDEST, DECADES, USUAL = 1e9, 3, (1e-5, 1.0)
"""The largest number there is; how far sliders go about a default, and where that is 0."""
MOST = 100
"""The largest whole number there is at least; beyond it ten times the default, for what a step repeats is to end."""


class Knob(NamedTuple):
    """A hyperparameter of a class."""

    kind: type
    domain: AbstractDomain
    default: Any


class Signature(NamedTuple):
    """Its knobs, and the arguments that take some of them as one tuple."""

    knobs: dict[str, Knob]
    packed: dict[str, tuple[str, ...]]


def read_signature(cls: type, taken: Container[str]) -> Signature:
    """The numbers, flags and tuples of numbers after the parameters; other arguments, and `taken` ones, are left out.

    ValueError says what cannot be declared.
    """
    read = Signature({}, {})
    for parameter in [*inspect.signature(cls).parameters.values()][1:]:
        name, default = parameter.name, parameter.default
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        if default is parameter.empty:
            raise ValueError(f"{name} has no default")
        several = isinstance(default, tuple | list)
        values = dict(zip(_parts(name, len(default)), default, strict=True)) if several else {name: default}
        left = name in COMPUTING | BESIDE or name in taken
        if left or not (isinstance(default, bool) or _are_numbers(values)):
            continue
        if twice := sorted(values.keys() & read.knobs.keys()):
            raise ValueError(f"{', '.join(twice)} stands for two of its arguments")
        if several:
            read.packed[name] = tuple(values)
        read.knobs.update({part: _knob(part, value, parameter.annotation) for part, value in values.items()})
    if "lr" not in read.knobs or read.knobs["lr"].kind is not float:
        raise ValueError("has no lr with a number for its default")
    return read


def _parts(name: str, count: int) -> list[str]:
    """betas -> beta1, beta2, ..., and eps -> eps1, eps2, ..."""
    one = name if name.rpartition("_")[2] == "eps" else name.removesuffix("s")
    return [f"{one}{index}" for index in range(1, count + 1)]


def _are_numbers(values: dict[str, Any]) -> bool:
    """Whether there are some and all are finite numbers; members of an enumeration are names, whatever their value."""
    return bool(values) and all(type(value) in (int, float) and abs(value) < math.inf for value in values.values())


def _knob(name: str, default: Any, annotation: Any) -> Knob:
    if isinstance(default, bool):
        return Knob(bool, Flag(), default)
    if abs(default) > WIDEST:
        raise ValueError(f"{name} is {default} by default, and numbers go to {WIDEST:g}")
    if name != "lr" and _is_whole(default, annotation):
        return Knob(int, Whole("", min(default, 1), max(10 * default, MOST)), default)
    return Knob(float, _domain(name, float(default)), float(default))


def _is_whole(default: float, annotation: Any) -> bool:
    """Whether it can be whole numbers only: those of `int`, and any not annotated but 0 and 1, which may be rates."""
    if isinstance(default, float):
        return False
    if annotation is inspect.Parameter.empty:
        return default not in (0, 1)
    said = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    words = re.findall(r"\w+", said)
    return "int" in words and "float" not in words


def _domain(name: str, default: float) -> Real:
    """A wide range for a number of this name and default."""
    if name == "lr":
        return RATE
    if (name in HELD or name.startswith("beta")) and 0 <= default < 1:
        return Real("", 0.0, 1.0, scale="complement", high_open=True)
    if default < 0:
        return Real("", -WIDEST, WIDEST, slider_range=(10 * default, -10 * default))
    middle = math.floor(math.log10(default)) if default else 0
    span = (10.0 ** (middle - DECADES), 10.0 ** (middle + DECADES)) if default else USUAL
    return Real("", 0.0, WIDEST, scale="log", slider_range=span)
