"""The axes of a map: which hyperparameter, start coordinate, parameter, width or batch size they vary, and how far."""

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from optim_core.base.domains import AbstractNumber, Real, Whole
from optim_core.base.errors import SpecError
from optim_core.base.hyper import hypers
from optim_core.base.number_text import plain
from optim_core.base.result import Array
from optim_core.models import AbstractModel
from optim_core.optimizers import OPTIMIZERS, AbstractOptimizer
from optim_core.specs.parameter_sweep import PARAMETER_AXES
from optim_core.specs.setup_axes import SETUP_AXES, setup_domains
from optim_core.specs.sweep import STARTS
from optim_core.surfaces import AbstractSurface

EQUIVALENTS = {"momentum": "beta1", "beta1": "momentum", "alpha": "beta2", "beta2": "alpha"}
"""Hyperparameter -> the name of the same idea in other optimizers, which replaces it where it is missing."""
ROUNDING = 100
"""A value is rounded to 1 / `ROUNDING` of the distance to its neighbors, so that links and labels stay short."""

Scale = Literal["linear", "log", "complement"]
Range = tuple[float, float]
Ends = tuple[float | None, float | None]


def numeric(cls: type[AbstractOptimizer]) -> dict[str, Real]:
    """The hyperparameters of a class that an axis can vary, with their domains."""
    return {name: domain for name, domain in hypers(cls).items() if isinstance(domain, Real)}


HYPER_AXES = tuple(dict.fromkeys(name for cls in OPTIMIZERS for name in numeric(cls)))
"""The hyperparameters of all optimizers that an axis can vary."""
AXIS_NAMES = (*HYPER_AXES, *STARTS, *PARAMETER_AXES)
"""Every name that an axis of a map of races can have."""
MODEL_AXIS_NAMES = (*HYPER_AXES, *SETUP_AXES)
"""Every name that an axis of a map of trainings can have."""
SETUP_LOW = 8
"""The width and the batch size with which an axis begins unless asked otherwise."""


def equivalent_name(cls: type[AbstractOptimizer], name: str) -> str | None:
    """The name of this hyperparameter, or of its equivalent, in a class of optimizers; None without either.

    All other axes have the same name for all optimizers.
    """
    known = {*numeric(cls), *STARTS, *PARAMETER_AXES, *SETUP_AXES}
    return next((each for each in (name, EQUIVALENTS.get(name)) if each in known), None)


@dataclass(frozen=True)
class MapAxis:
    """An axis that varies `name` from `low` to `high`.

    The position of a value is its coordinate in the drawing: the value v itself on a linear scale, log₁₀ v on a
    logarithmic one, -log₁₀(1 - v) on the complement scale. With a `step`, the values are `low` plus multiples of it.
    """

    name: str
    low: float
    high: float
    scale: Scale
    symbol: str = ""
    step: int = 0

    def position(self, values: Array) -> Array:
        """The positions (...) of values (...)."""
        with np.errstate(divide="ignore", invalid="ignore"):
            if self.scale == "log":
                return np.log10(values)
            return -np.log10(1 - values) if self.scale == "complement" else values

    def value(self, positions: Array) -> Array:
        """The values (...) at positions (...)."""
        if self.scale == "log":
            return np.asarray(10.0**positions)
        return 1 - 10.0**-positions if self.scale == "complement" else positions

    @property
    def ends(self) -> Range:
        """The positions of the first and the last value."""
        low, high = self.position(np.array([self.low, self.high])).tolist()
        return low, high

    def values(self, side: int) -> tuple[float, ...]:
        """`side` values at evenly spaced positions, rounded, ascending; the ends are exact.

        With a `step`, as many as differ if there are fewer, at least the ends.
        """
        positions = np.linspace(*self.ends, side)
        step = (positions[-1] - positions[0]) / (side - 1)
        found = (self.low, *(self.rounded(position, step) for position in positions[1:-1].tolist()), self.high)
        return self.values(side - 1) if self.step and len(set(found)) < side else found

    def rounded(self, position: float, step: float) -> float:
        """The value at a position: the nearest of whole numbers, or else rounded.

        It is rounded to a fraction of the distance to its neighbors, which are one `step` of the position away.
        """
        if self.step:
            return self.low + self.step * round((float(self.value(np.array(position))) - self.low) / self.step)
        before, value, after = self.value(np.array([position - step / 2, position, position + step / 2])).tolist()
        return float(round(value, math.ceil(-math.log10(abs(after - before) / ROUNDING))))


def map_axis(
    name: str, requested: Ends, surface: AbstractSurface | None = None, model: AbstractModel | None = None
) -> MapAxis:
    """The axis of `name` between the `requested` ends; None stands for the default end.

    The defaults are the slider's range of a hyperparameter or parameter, the plot box of `surface` for a start
    coordinate, and `SETUP_LOW` to the largest possible value for a width of `model` and a batch size.
    SpecError (`range`) unless both ends lie in the domain of `name`; `axis_range` unless low < high; `log_range` where
    a logarithmic scale would begin at 0; `no_axis` for the width of a model without one.
    """
    if name in SETUP_AXES:
        assert model is not None
        domains = setup_domains(model)
        if name not in domains:
            raise SpecError("ModelMapRun.axes", "no_axis", got=name, names=", ".join((*HYPER_AXES, *domains)))
        whole = domains[name]
        low, high = _ends(requested, (max(SETUP_LOW, whole.low), whole.high))
        return _checked(MapAxis(name, low, high, whole.scale, step=whole.step), whole)
    if name in STARTS:
        assert surface is not None
        default = surface.domain["xy".index(name[-1])]
        return _checked(MapAxis(name, *_ends(requested, default), "linear"), STARTS[name])
    if name in PARAMETER_AXES:
        parameter = PARAMETER_AXES[name]
        return _checked(MapAxis(name, *_ends(requested, _default(parameter)), "linear", parameter.symbol), parameter)
    domain = next(numeric(cls)[name] for cls in OPTIMIZERS if name in numeric(cls))
    return _checked(MapAxis(name, *_ends(requested, _default(domain)), domain.scale, domain.symbol), domain)


def _ends(requested: Ends, default: Range) -> Range:
    low, high = (own if own is not None else each for own, each in zip(requested, default, strict=True))
    return low, high


def _default(domain: AbstractNumber) -> Range:
    if domain.scale == "log":
        return domain.slider_range or (domain.low, domain.high)
    return float(domain.ticks[0]), float(domain.ticks[-1])


def _checked(axis: MapAxis, domain: Real | Whole) -> MapAxis:
    low, high = (domain.check(plain(value), axis.name) for value in (axis.low, axis.high))
    axis = replace(axis, low=low, high=high)
    if not axis.low < axis.high:
        raise SpecError(axis.name, "axis_range", low=axis.low, high=axis.high, range=domain.range)
    if not np.isfinite(axis.ends).all():
        raise SpecError(axis.name, "log_range", low=axis.low, high=axis.high)
    return axis
