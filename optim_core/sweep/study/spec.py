"""The spec of a study: contenders with axes of hyperparameters, run from several starts and with several seeds."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np

from optim_core.base.domains import Whole
from optim_core.base.errors import SpecError
from optim_core.base.hyper import hypers
from optim_core.models.datasets import AbstractDataset
from optim_core.optimizers import AbstractOptimizer
from optim_core.optimizers.labels import labels
from optim_core.specs import ModelRun, SurfaceRun, Sweep
from optim_core.specs.races import check_point
from optim_core.specs.sweep import STARTS, Axis, check_combinations

MAX_TRIALS = 500_000
MAX_CONTENDERS = 64
Run = SurfaceRun | ModelRun
Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class StudyContender:
    """An optimizer and its axes: the hyperparameters that take several values.

    `optimizer` has the first value of every axis. SpecError for an unknown hyperparameter, an invalid or repeated
    value, values that do not go together, or too many combinations.
    """

    optimizer: AbstractOptimizer
    axes: tuple[Axis, ...] = ()

    def __post_init__(self) -> None:
        cls = type(self.optimizer)
        axes = tuple(Axis(name, _checked(cls, name, values)) for name, values in self.axes)
        check_count(math.prod(len(axis.values) for axis in axes), cls.__name__)
        check_combinations(self.optimizer, list(axes))
        first = replace(self.optimizer, **{axis.name: axis.values[0] for axis in axes})
        object.__setattr__(self, "axes", axes)
        object.__setattr__(self, "optimizer", first)

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of values on each axis."""
        return tuple(len(axis.values) for axis in self.axes)

    def settings(self) -> Iterator[AbstractOptimizer]:
        """Every combination of the axes' values; the last axis varies fastest."""
        return (self._with(values) for values in product(*(axis.values for axis in self.axes)))

    def setting(self, number: int) -> AbstractOptimizer:
        """The combination number `number`, counted from 0, in the order of `settings`."""
        indices = np.unravel_index(number, self.shape) if self.shape else ()
        return self._with([axis.values[index] for axis, index in zip(self.axes, indices, strict=True)])

    def _with(self, values: Sequence[Any]) -> AbstractOptimizer:
        return replace(self.optimizer, **{axis.name: value for axis, value in zip(self.axes, values, strict=True)})


@dataclass(frozen=True, kw_only=True)
class Study:
    """Every setting of every contender, from each of `starts` (on surfaces only) and with each of `seeds`.

    `base` has the settings that all trials share. Its optimizers, start and seed are replaced by the first contender,
    start and seed, and a model's sharpness is not computed. SpecError for invalid or repeated starts or seeds, for
    several seeds without noise on a surface, and for more than `MAX_TRIALS` trials.
    """

    base: Run
    contenders: tuple[StudyContender, ...]
    starts: tuple[Point, ...] = ()
    seeds: tuple[int, ...] = (0,)

    def __post_init__(self) -> None:
        if not 1 <= len(self.contenders) <= MAX_CONTENDERS:
            raise Whole("", 1, MAX_CONTENDERS).refuse(len(self.contenders), "Study.optimizers")
        surface = isinstance(self.base, SurfaceRun)
        given = self.starts or ((self.base.start,) if isinstance(self.base, SurfaceRun) else ())
        starts = tuple(check_point(start, f"Study.starts[{n}]") for n, start in enumerate(given, 1))
        domain = hypers(SurfaceRun)["seed"]
        seeds = tuple(domain.check(seed, f"Study.seeds[{n}]") for n, seed in enumerate(self.seeds, 1))
        _check_distinct(starts, "Study.starts", least=int(surface))
        _check_distinct(seeds, "Study.seeds", least=1)
        if isinstance(self.base, SurfaceRun) and not self.base.noise and len(seeds) > 1:
            raise SpecError("Study.seeds", "idle_seeds", got=len(seeds))
        if isinstance(self.base, SurfaceRun):
            hypers(Sweep)["noise_kind"].check(self.base.noise_kind, "Study.noise_kind")
        once = {"start": starts[0]} if surface else {"seeds": 1, "sharpness": False, "ema_decay": 0.0}
        base = replace(self.base, optimizers=(self.contenders[0].optimizer,), seed=seeds[0], **once)
        for name, value in (("starts", starts), ("seeds", seeds), ("base", base)):
            object.__setattr__(self, name, value)
        check_count(self.trials, "Study.optimizers")

    def complete(self, dataset: AbstractDataset) -> AbstractDataset:
        """The data set. If it equals the study's own, the study's object, which holds the data of a visitor's file."""
        return self.base.dataset if isinstance(self.base, ModelRun) and dataset == self.base.dataset else dataset

    @property
    def instances(self) -> tuple[dict[str, Any], ...]:
        """The fields of `base` that differ from instance to instance: a start, or none, and a seed."""
        starts: Sequence[dict[str, Any]] = [{"start": start} for start in self.starts] or [{}]
        return tuple({**start, "seed": seed} for seed in self.seeds for start in starts)

    @property
    def trials(self) -> int:
        """The number of trials."""
        return sum(math.prod(one.shape) for one in self.contenders) * max(len(self.starts), 1) * len(self.seeds)

    @property
    def labels(self) -> tuple[str, ...]:
        """A name for each contender."""
        return labels([one.optimizer for one in self.contenders])


def study_of(run: Run, axes: Mapping[str, Sequence[Any]]) -> Study:
    """The study of a race: all its contenders over the same `axes`.

    An axis is the name of a hyperparameter, "start.x" or "start.y". SpecError as in `Study`.
    """
    own = tuple(Axis(name, tuple(values)) for name, values in axes.items() if name not in STARTS)
    starts: tuple[Point, ...] = ()
    if isinstance(run, SurfaceRun):
        x, y = (axes.get(name, (default,)) for name, default in zip(STARTS, run.start, strict=True))
        starts = grid_of(x, y)
    contenders = tuple(StudyContender(optimizer=optimizer, axes=own) for optimizer in run.optimizers)
    seeds = range(run.seed, run.seed + (run.seeds if isinstance(run, ModelRun) else 1))
    return Study(base=run, contenders=contenders, starts=starts, seeds=tuple(seeds))


def grid_of(x: Sequence[float], y: Sequence[float]) -> tuple[Point, ...]:
    """Every point (x, y) of the product of `x` and `y`; y varies fastest. SpecError (`lanes`) for too many."""
    check_count(len(x) * len(y), "Study.start")
    return tuple(product(x, y))


def check_count(trials: int, where: str) -> None:
    """SpecError (`lanes`) for more than `MAX_TRIALS` trials."""
    if trials > MAX_TRIALS:
        raise SpecError(where, "lanes", lanes=trials, limit=MAX_TRIALS)


def _checked(cls: type[AbstractOptimizer], name: str, values: Sequence[Any]) -> tuple[Any, ...]:
    where, domains = f"{cls.__name__}.{name}", hypers(cls)
    if name not in domains:
        raise SpecError(cls.__name__, "no_axis", got=name[:40], names=", ".join(domains))
    checked = tuple(domains[name].check(value, f"{where}.values[{n}]") for n, value in enumerate(values, 1))
    _check_distinct(checked, f"{where}.values", least=1)
    return checked


def _check_distinct(values: Sequence[Any], where: str, least: int) -> None:
    if len(values) < least:
        raise SpecError(where, "no_values")
    if len(set(values)) < len(values):
        value, _ = Counter(values).most_common(1)[0]
        raise SpecError(where, "repeated", got=value)
