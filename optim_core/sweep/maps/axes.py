"""An axis of a map: what stands on it, from where to where, and how evenly."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from optim_core.base.errors import SpecError
from optim_core.base.hyper import AbstractNumber, Real, hypers
from optim_core.base.result import Array
from optim_core.optimizers import OPTIMIZERS, AbstractOptimizer
from optim_core.specs.sweep import STARTS
from optim_core.surfaces import AbstractSurface

EQUIVALENTS = {"momentum": "beta1", "beta1": "momentum", "alpha": "beta2", "beta2": "alpha"}
"""What stands in for a hyperparameter that an optimizer lacks: the same idea under another name."""
FINENESS = 100
"""A value is rounded to this share of the distance to its neighbours, so that links and labels stay short."""

Scale = Literal["linear", "log", "complement"]
Range = tuple[float, float]
Ends = tuple[float | None, float | None]


def numeric(cls: type[AbstractOptimizer]) -> dict[str, Real]:
    """The hyperparameters of a class that can stand on an axis."""
    return {name: domain for name, domain in hypers(cls).items() if isinstance(domain, Real)}


AXIS_NAMES = (*dict.fromkeys(name for cls in OPTIMIZERS for name in numeric(cls)), *STARTS)
"""All that can stand on an axis."""


def equivalent_name(cls: type[AbstractOptimizer], name: str) -> str | None:
    """What `name` is called in this class of optimizers; None where it has nothing of the kind."""
    known = {*numeric(cls), *STARTS}
    return next((each for each in (name, EQUIVALENTS.get(name)) if each in known), None)


@dataclass(frozen=True)
class MapAxis:
    """`name` from `low` to `high`. A place is where a value is drawn: itself, its decade, or the nines of it."""

    name: str
    low: float
    high: float
    scale: Scale
    symbol: str = ""

    def position(self, values: Array) -> Array:
        """Where values are drawn."""
        with np.errstate(divide="ignore", invalid="ignore"):
            if self.scale == "log":
                return np.log10(values)
            return -np.log10(1 - values) if self.scale == "complement" else values

    def value(self, places: Array) -> Array:
        """What is drawn at these places."""
        if self.scale == "log":
            return np.asarray(10.0**places)
        return 1 - 10.0**-places if self.scale == "complement" else places

    @property
    def ends(self) -> Range:
        """The places of the first and the last value."""
        low, high = self.position(np.array([self.low, self.high])).tolist()
        return low, high

    def values(self, side: int) -> tuple[float, ...]:
        """`side` values, evenly spread by place."""
        places = np.linspace(*self.ends, side)
        step = (places[-1] - places[0]) / (side - 1)
        inner = [self.rounded(place, step) for place in places[1:-1].tolist()]
        return (self.low, *inner, self.high)

    def rounded(self, place: float, step: float) -> float:
        """The value at a place, as short as its neighbours a `step` away allow."""
        before, value, after = self.value(np.array([place - step / 2, place, place + step / 2])).tolist()
        return float(round(value, math.ceil(-math.log10(abs(after - before) / FINENESS))))


def axis(name: str, given: Ends, surface: AbstractSurface | None = None) -> MapAxis:
    """The axis of `name` over the `given` ends; what it usually covers where one is None. Starts need a surface.

    SpecError unless the range goes upwards and lies in the domain of `name`.
    """
    if name in STARTS:
        assert surface is not None
        usual = surface.domain["xy".index(name[-1])]
        return _checked(MapAxis(name, *_ends(given, usual), "linear"), STARTS[name])
    domain = next(numeric(cls)[name] for cls in OPTIMIZERS if name in numeric(cls))
    return _checked(MapAxis(name, *_ends(given, _usual(domain)), domain.scale, domain.symbol), domain)


def _ends(given: Ends, usual: Range) -> Range:
    low, high = (own if own is not None else each for own, each in zip(given, usual, strict=True))
    return low, high


def _usual(domain: AbstractNumber) -> Range:
    if domain.scale == "log":
        return domain.slider_range or (domain.low, domain.high)
    return float(domain.ticks[0]), float(domain.ticks[-1])


def _checked(axis: MapAxis, domain: Real) -> MapAxis:
    for end, value in (("low", axis.low), ("high", axis.high)):
        domain.check(value, f"{axis.name}, {end}")
    if not axis.low < axis.high or not np.isfinite(axis.ends).all():
        raise SpecError(axis.name, "axis_range", low=axis.low, high=axis.high, range=domain.range)
    return axis
