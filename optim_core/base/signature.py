"""Hyperparameters of a plugin, with domains guessed from the signature of its class."""

import inspect
import math
import re
from collections.abc import Container, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from optim_core.base.domains import AbstractDomain, Flag, Real, Whole

RESERVED = {"off", "kind", "more", "menu", "eye"}
"""Names that links and cards use for other properties of a contender."""
DECAY_RATES = {"alpha", "rho", "gamma", "momentum", "nesterov_momentum"}
"""Names, besides beta..., of decay rates of averages, which lie in [0, 1)."""
LARGEST, DECADES, ZERO_RANGE = 1e9, 3, (1e-5, 1.0)
"""The largest number; the decades of a slider on each side of a default; the slider range if that is 0."""
LARGEST_WHOLE = 100
"""Upper bound of whole numbers, or ten times the default if that is more: a repetition count must stay finite."""


class Knob(NamedTuple):
    """A hyperparameter of a class."""

    kind: type
    domain: AbstractDomain
    default: Any


class Signature(NamedTuple):
    """The hyperparameters, and argument -> names of the hyperparameters in its tuple."""

    knobs: dict[str, Knob]
    packed: dict[str, tuple[str, ...]]


def read_signature(
    cls: type, given: int, excluded: Container[str], known: Mapping[str, Real] = MappingProxyType({})
) -> Signature:
    """The hyperparameters of `cls`: numbers, flags and tuples of numbers after the first `given` arguments.

    Arguments of other types and `excluded` names are left out. A number whose name is `known` is real and has that
    domain. ValueError with the reason if one cannot be declared.
    """
    read = Signature({}, {})
    for parameter in [*inspect.signature(cls).parameters.values()][given:]:
        name, default = parameter.name, parameter.default
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        if default is parameter.empty:
            raise ValueError(f"{name} has no default")
        is_tuple = isinstance(default, tuple | list)
        values = dict(zip(_parts(name, len(default)), default, strict=True)) if is_tuple else {name: default}
        skipped = name in RESERVED or name in excluded
        if skipped or not (isinstance(default, bool) or _are_numbers(values)):
            continue
        if twice := sorted(values.keys() & read.knobs.keys()):
            raise ValueError(f"{', '.join(twice)} stands for two of its arguments")
        if is_tuple:
            read.packed[name] = tuple(values)
        read.knobs.update({part: _knob(part, value, parameter.annotation, known) for part, value in values.items()})
    return read


def _parts(name: str, count: int) -> list[str]:
    """Names of the entries of a tuple: betas -> beta1, beta2, ...; eps -> eps1, eps2, ..."""
    one = name if name.rpartition("_")[2] == "eps" else name.removesuffix("s")
    return [f"{one}{index}" for index in range(1, count + 1)]


def _are_numbers(values: dict[str, Any]) -> bool:
    """Whether there are values and all are finite numbers; members of an IntEnum are not numbers."""
    return bool(values) and all(type(value) in (int, float) and abs(value) < math.inf for value in values.values())


def _knob(name: str, default: Any, annotation: Any, known: Mapping[str, Real]) -> Knob:
    if isinstance(default, bool):
        return Knob(bool, Flag(), default)
    if abs(default) > LARGEST:
        raise ValueError(f"{name} is {default} by default, and numbers go to {LARGEST:g}")
    if name in known:
        return Knob(float, known[name], float(default))
    if _is_whole(default, annotation):
        return Knob(int, Whole("", min(default, 1), max(10 * default, LARGEST_WHOLE)), default)
    return Knob(float, _domain(name, float(default)), float(default))


def _is_whole(default: float, annotation: Any) -> bool:
    """Whether it is a whole number: annotated `int`, or not annotated and not 0 or 1, which may be rates."""
    if isinstance(default, float):
        return False
    if annotation is inspect.Parameter.empty:
        return default not in (0, 1)
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    words = re.findall(r"\w+", text)
    return "int" in words and "float" not in words


def _domain(name: str, default: float) -> Real:
    """A wide domain for a number with this name and default."""
    if (name in DECAY_RATES or name.startswith("beta")) and 0 <= default < 1:
        return Real("", 0.0, 1.0, scale="complement", high_open=True)
    if default < 0:
        return Real("", -LARGEST, LARGEST, slider_range=(10 * default, -10 * default))
    middle = math.floor(math.log10(default)) if default else 0
    slider_range = (10.0 ** (middle - DECADES), 10.0 ** (middle + DECADES)) if default else ZERO_RANGE
    return Real("", 0.0, LARGEST, scale="log", slider_range=slider_range)
