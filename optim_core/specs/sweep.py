"""Spec of a sweep: one optimizer over up to two axes of hyperparameters or start coordinates."""

import math
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, NamedTuple

from optim_core.base.domains import AbstractDomain
from optim_core.base.errors import SpecError, abridged
from optim_core.base.hyper import Declared, hypers
from optim_core.base.plain import plain
from optim_core.optimizers import AbstractOptimizer
from optim_core.specs.races import (
    COORDINATE,
    AddedKind,
    Noise,
    Seed,
    Steps,
    SurfaceRun,
    Tail,
    check_needs,
    check_point,
    check_type,
    check_unscheduled,
    noise_of,
)
from optim_core.surfaces import AbstractSurface

MAX_LANES = 40_000
SWEEP_SECONDS, ONE_BY_ONE_SECONDS = 5.0, 20.0
STARTS = {"start.x": COORDINATE, "start.y": COORDINATE}


class Axis(NamedTuple):
    """The name of a hyperparameter, "start.x" or "start.y", and its values."""

    name: str
    values: tuple[Any, ...]


@dataclass(frozen=True, kw_only=True)
class Sweep(Declared):
    """Runs of one optimizer on a surface for all combinations of the values of up to two `axes`.

    Pass `axes` as a mapping: a hyperparameter's name, "start.x" or "start.y" -> values; it is stored as a tuple of
    `Axis`. Without axes there is a single run, and the arrays of the result have no dimension.

    Everything else comes from `optimizer`, `start` (default: the surface's) and `steps`. The noise is the
    same for every run, as in `SurfaceRun`. SpecError for invalid fields, or more than `MAX_LANES` runs.
    """

    surface: AbstractSurface
    optimizer: AbstractOptimizer
    axes: tuple[Axis, ...] = ()
    start: tuple[float, float] = None  # type: ignore[assignment]
    steps: Steps = 300
    noise: Noise = 0.0
    noise_kind: AddedKind = "gaussian"
    tail: Tail = 2
    seed: Seed = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        check_type(self, "surface", AbstractSurface)
        check_type(self, "optimizer", AbstractOptimizer)
        check_needs("Sweep.optimizer", (self.optimizer,))
        start = self.surface.start if self.start is None else self.start
        object.__setattr__(self, "start", check_point(start, "Sweep.start"))
        object.__setattr__(
            self, "axes", checked_axes("Sweep", self.axes, axis_domains(type(self.optimizer)), MAX_LANES)
        )
        check_combinations(self.optimizer, [axis for axis in self.axes if axis.name not in STARTS])

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of values on each axis."""
        return tuple(len(axis.values) for axis in self.axes)

    @property
    def seconds(self) -> float:
        """Time limit; longer for an optimizer without a rule, whose runs cannot be batched."""
        return ONE_BY_ONE_SECONDS if self.optimizer.rule is None else SWEEP_SECONDS

    def run_at(self, *index: int) -> SurfaceRun:
        """The race with a single optimizer of the cell at `index`."""
        chosen = {axis.name: axis.values[i] for axis, i in zip(self.axes, index, strict=True)}
        start = (chosen.pop("start.x", self.start[0]), chosen.pop("start.y", self.start[1]))
        return SurfaceRun(
            surface=self.surface,
            optimizers=(replace(self.optimizer, **chosen),),
            start=start,
            steps=self.steps,
            **noise_of(self),
        )


def axis_domains(cls: type[AbstractOptimizer]) -> Mapping[str, AbstractDomain]:
    """Possible axes for this class of optimizer: name -> domain of its values."""
    return {**hypers(cls), **STARTS}


def check_combinations(optimizer: AbstractOptimizer, axes: list[Axis]) -> None:
    """Raise SpecError if the values of some run are invalid in combination, or the optimizer has a schedule."""
    check_unscheduled(f"{type(optimizer).__name__}.schedule", [optimizer])
    if type(optimizer).check_together is Declared.check_together:
        return
    lane = copy(optimizer)
    for values in product(*(axis.values for axis in axes)):
        lane.__dict__.update(zip((axis.name for axis in axes), values, strict=True))
        lane.check_together()


def checked_axes(owner: str, given: Any, domains: Mapping[str, AbstractDomain], limit: int) -> tuple[Axis, ...]:
    """The axes in canonical form; SpecError unless there are at most two, valid, with at most `limit` runs."""
    where = f"{owner}.axes"
    try:
        pairs: dict[str, Any] = {str(name): plain(values) for name, values in dict(given).items()}
    except (TypeError, ValueError):
        raise SpecError(where, "axes", got=abridged(given)) from None
    if len(pairs) > 2:
        raise SpecError(where, "range", range="{0, 1, 2}", got=len(pairs))
    for name, values in pairs.items():
        if isinstance(values, str) or not isinstance(values, Iterable):
            raise SpecError(f"{where}.{name[:40]}", "list", got=abridged(values))
    named = [(name, tuple(values)) for name, values in pairs.items()]
    if (lanes := math.prod(len(values) for _, values in named)) > limit:
        raise SpecError(where, "lanes", lanes=lanes, limit=limit)
    axes = []
    for name, values in named:
        if name not in domains:
            raise SpecError(where, "no_axis", got=name[:40], names=", ".join(domains))
        if not values:
            raise SpecError(f"{where}.{name}", "no_values")
        axes.append(Axis(name, tuple(domains[name].check(plain(value), f"{where}.{name}") for value in values)))
    return tuple(axes)
