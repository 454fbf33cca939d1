"""Hypothesis strategies for specs, and simple surfaces with a known solution."""

from dataclasses import dataclass
from typing import ClassVar

import torch
from hypothesis import strategies as st
from torch import Tensor

from optim_core.base.domains import AbstractDomain, Choice, Flag, Real, Text, Whole
from optim_core.base.hyper import defaults, hypers
from optim_core.optimizers import OPTIMIZERS, SGD, AbstractOptimizer
from optim_core.optimizers.composed import Composed
from optim_core.optimizers.schedules.base import MOST_UPDATES, Milestones
from optim_core.specs import MAX_OPTIMIZERS
from optim_core.surfaces import (
    AbstractSurface,
    Beale,
    Booth,
    Formula,
    FreudensteinRoth,
    Himmelblau,
    Matyas,
    MonkeySaddle,
    Quadratic,
    Rosenbrock,
    Saddle,
    ScalarFactorisation,
    Sphere,
)

RULED = tuple(cls for cls in OPTIMIZERS if cls.rule and cls.param_requirement is None)
"""Optimizers with a pure rule that accept a vector."""
ON_SURFACES = tuple(cls for cls in OPTIMIZERS if cls.param_requirement is None)
"""Optimizers that accept a vector."""
STEPPED = tuple(cls for cls in ON_SURFACES if not cls.uses_closure)
"""Optimizers that accept a vector and use no closure."""
FORMULAS = ("x^2 + 3*y^2", "2*x - 1", "sin(3*x)*cos(y)", "y", "-x^2 + max(x, 0.5)", "exp(-(x^2 + y^2)) % 2", "7")

POLYNOMIALS = (
    Beale,
    Booth,
    FreudensteinRoth,
    Himmelblau,
    Matyas,
    MonkeySaddle,
    Quadratic,
    Rosenbrock,
    Saddle,
    ScalarFactorisation,
    Sphere,
)
"""Surfaces of sums and products only, whose bits do not depend on the number of points computed at once."""


def in_domain(domain: AbstractDomain) -> st.SearchStrategy:
    """Values of the domain, most of them ticks of the slider."""
    match domain:
        case Flag():
            return st.booleans()
        case Choice():
            return st.sampled_from(domain.options)
        case Text():
            return st.sampled_from(FORMULAS)
        case Milestones():
            steps = st.integers(1, MOST_UPDATES)
            return st.lists(steps, min_size=1, max_size=domain.most, unique=True).map(lambda some: tuple(sorted(some)))
        case Whole():
            whole = st.integers(0, (domain.high - domain.low) // domain.step)
            return whole.map(lambda steps: domain.low + steps * domain.step) | st.sampled_from(domain.ticks)
        case Real():
            whole = st.floats(domain.low, domain.high, exclude_min=domain.low_open, exclude_max=domain.high_open)
            return st.sampled_from(domain.ticks) | whole
    raise TypeError(domain)


def values(cls: type) -> st.SearchStrategy[dict]:
    """Hyperparameters of the class, each with its default or a drawn value."""
    defaulted = {name: st.just(default) for name, default in defaults(cls).items()}
    any_of = st.fixed_dictionaries({name: defaulted[name] | in_domain(domain) for name, domain in hypers(cls).items()})
    return any_of.map(_framed) if cls is Formula else any_of


def _framed(chosen: dict) -> dict:
    """A formula's hyperparameters with a valid domain, low < high."""
    for axis in "xy":
        low, high = sorted((chosen[f"{axis}_low"], chosen[f"{axis}_high"]))
        chosen |= (
            {f"{axis}_low": low, f"{axis}_high": max(high, min(low + 1, 1e6))}
            if low < 9e5
            else {f"{axis}_low": -3.0, f"{axis}_high": 3.0}
        )
    return chosen


def in_races(contenders: tuple[AbstractOptimizer, ...]) -> list[tuple[AbstractOptimizer, ...]]:
    """The contenders in groups of at most `MAX_OPTIMIZERS`."""
    return [contenders[at : at + MAX_OPTIMIZERS] for at in range(0, len(contenders), MAX_OPTIMIZERS)]


@st.composite
def optimizers(draw: st.DrawFn, classes: tuple[type[AbstractOptimizer], ...] = STEPPED) -> AbstractOptimizer:
    """An optimizer with any valid combination of hyperparameters."""
    cls = draw(st.sampled_from(classes))
    chosen = draw(values(cls))
    if cls is SGD and chosen["nesterov"]:
        chosen |= {"dampening": 0.0, "momentum": chosen["momentum"] or 0.9}
    if cls is Composed:
        chosen |= _sensible(chosen)
    return cls(**chosen)


def _sensible(chosen: dict) -> dict:
    """The switches, with those off that are invalid beside the others."""
    second = "none" if chosen["sign"] else chosen["second_moment"]
    nesterov = chosen["nesterov"] and chosen["first_moment"] != "none"
    corrected = "average" in (chosen["first_moment"], second) and (nesterov or not chosen["sign"])
    return {
        "second_moment": second,
        "nesterov": nesterov,
        "amsgrad": chosen["amsgrad"] and second == "average",
        "bias_correction": chosen["bias_correction"] and corrected,
    }


@dataclass(frozen=True, kw_only=True)
class TestSurface(AbstractSurface):
    """Base of test surfaces, with an arbitrary domain and start."""

    __test__ = False
    group: ClassVar = "bowl"
    domain: ClassVar = ((-10.0, 10.0), (-10.0, 10.0))
    start: ClassVar = (1.0, 0.0)


@dataclass(frozen=True, kw_only=True)
class LinearSlope(TestSurface):
    """x: a constant gradient of 1."""

    f: ClassVar = staticmethod(lambda xy: xy[..., 0])


@dataclass(frozen=True, kw_only=True)
class FlatSurface(TestSurface):
    """0: no gradient at all."""

    f: ClassVar = staticmethod(lambda xy: 0 * xy[..., 0])


@dataclass(frozen=True, kw_only=True)
class BowlAtFive(TestSurface):
    """½ (x − 5)²."""

    f: ClassVar = staticmethod(lambda xy: 0.5 * (xy[..., 0] - 5) ** 2)


@dataclass(frozen=True, kw_only=True)
class Cliff(TestSurface):
    """log x: no value at x <= 0, and a gradient toward there."""

    f: ClassVar = staticmethod(lambda xy: torch.log(xy[..., 0]))


def _rosenbrock_times_1000(xy: Tensor) -> Tensor:
    return 1000 * Rosenbrock()(xy)


@dataclass(frozen=True, kw_only=True)
class SteepRosenbrock(TestSurface):
    """1000 times the Rosenbrock function."""

    f: ClassVar = staticmethod(_rosenbrock_times_1000)
