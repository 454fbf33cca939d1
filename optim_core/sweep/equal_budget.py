"""A race of equal tuning effort: as many trials for every contender, on the same problems."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.quasirandom import SobolEngine

from optim_core.base.hyper import AbstractDomain, AbstractNumber, defaults, hypers
from optim_core.base.result import AbstractResult, Array, Status
from optim_core.base.time_slices import clock
from optim_core.descend.noise import gradient_noise
from optim_core.optimizers import AbstractOptimizer
from optim_core.specs import SWEEP_SECONDS, EqualBudgetRace
from optim_core.surfaces import AbstractSurface
from optim_core.sweep.batched_runs import run_lanes
from optim_core.sweep.monitor import NEVER, STATUSES, LaneResults, LaneRun

MOST_NINES = 5
"""How many nines a hyperparameter below 1 is tried with, where its declaration has no slider range."""


@dataclass(frozen=True, kw_only=True)
class Trials(AbstractResult):
    """How a contender's runs ended, (problems, trials) each; problems are all starts of each surface in turn."""

    settings: Array
    """Values of the tuned hyperparameters (trials, names)."""
    final_loss: Array
    best_loss: Array
    share: Array
    """What is left in the end of the start's gap to the known minimum; infinite where the run diverged."""
    steps_to: NDArray[np.int16]
    """The first step at which the gap is at most the target; -1 where it never is."""
    status: NDArray[np.object_]


@dataclass(frozen=True, kw_only=True)
class TunedContender(AbstractResult):
    """A contender with the whole cloud of its trials, and its class's default beside it."""

    optimizer: AbstractOptimizer
    names: tuple[str, ...]
    target: float
    trials: Trials
    default: Trials

    @property
    def reached(self) -> Array:
        """The share of problems on which each trial ends within the target (trials,)."""
        reached: Array = (self.trials.share <= self.target).mean(0)
        return reached

    @property
    def success_rate(self) -> float:
        """The share of all runs that end within the target."""
        return float(self.reached.mean())

    @property
    def best(self) -> int:
        """The trial that ends within the target on most problems; of these, the one that leaves least of the gaps."""
        left = np.log(np.maximum(self.trials.share, np.finfo(float).tiny)).mean(0)
        return int(np.lexsort((np.nan_to_num(left, nan=np.inf, posinf=np.inf), -self.reached))[0])

    @property
    def tuned(self) -> AbstractOptimizer:
        """The contender with the settings of its best trial."""
        return replace(self.optimizer, **dict(zip(self.names, self.trials.settings[self.best].tolist(), strict=True)))


@dataclass(frozen=True, kw_only=True)
class EqualBudgetResult(AbstractResult):
    """All contenders of a race, in its order."""

    spec: EqualBudgetRace
    contenders: tuple[TunedContender, ...]

    def profile(self) -> tuple[Array, Array]:
        """Performance profile (Dolan & Moré, 2002) of the tuned contenders: factors (n,), shares (contenders, n).

        The share of problems on which a contender needs at most so many times the steps to the target of the fastest.
        """
        steps = np.array([one.trials.steps_to[:, one.best] for one in self.contenders], dtype=float)
        steps = np.where(steps == NEVER, np.inf, np.maximum(steps, 1))
        with np.errstate(invalid="ignore"):
            ratios = np.nan_to_num(steps / steps.min(0), nan=np.inf, posinf=np.inf)
        factors = np.unique([1.0, *ratios[np.isfinite(ratios)]])
        return factors, (ratios[:, :, None] <= factors).mean(1)


def equal_budget_race(spec: EqualBudgetRace, seconds: float = SWEEP_SECONDS) -> EqualBudgetResult:
    """Run every trial of every contender in float64, for at most `seconds` of wall-clock time.

    SpecError if a contender would try values that do not go together.
    """
    deadline, left = clock() + seconds, len(spec.optimizers) * len(spec.surfaces)
    contenders = []
    for optimizer in spec.optimizers:
        names = spec.names(optimizer)
        usual = [defaults(type(optimizer))[name] for name in names]
        settings = np.vstack([trial_settings(spec, optimizer), usual])
        for values in settings.tolist():
            replace(optimizer, **dict(zip(names, values, strict=True)))
        ends = []
        for surface in spec.surfaces:
            now = clock()
            ends.append(_run(spec, optimizer, surface, settings, (deadline - now) / left))
            left -= 1
        parts = [_trials(spec, settings, ends, these) for these in (slice(None, -1), slice(-1, None))]
        contenders.append(
            TunedContender(optimizer=optimizer, names=names, target=spec.target, trials=parts[0], default=parts[1])
        )
    return EqualBudgetResult(spec=spec, contenders=tuple(contenders))


def trial_settings(spec: EqualBudgetRace, optimizer: AbstractOptimizer) -> Array:
    """What a contender tries (trials, names)."""
    domains = hypers(type(optimizer))
    names = spec.names(optimizer)
    shares = _sobol(len(names), spec.trials, spec.seed) if len(names) > 1 else np.linspace(0, 1, spec.trials)[:, None]
    columns = (value_at_share(domains[name], column) for name, column in zip(names, shares.T, strict=True))
    settings: Array = np.stack(list(columns), axis=1)
    return settings


def value_at_share(domain: AbstractDomain, share: Array) -> Array:
    """The values that lie at `share` in [0, 1] of a domain's slider range, on its scale."""
    assert isinstance(domain, AbstractNumber)  # which EqualBudgetRace has checked
    low, high = domain.slider_range or (domain.low, domain.high)
    if domain.scale == "log":
        values: Array = np.clip(10 ** (np.log10(low) + np.log10(high / low) * share), low, high)
        return values
    return 1 - 10 ** (-MOST_NINES * share) if domain.scale == "complement" else low + (high - low) * share


def starts(spec: EqualBudgetRace, surface: AbstractSurface) -> Array:
    """Where the runs on a surface begin (starts, 2)."""
    (left, right), (bottom, top) = surface.domain
    drawn = _sobol(2, spec.starts - 1, spec.seed) * (right - left, top - bottom) + (left, bottom)
    return np.vstack([spec.start or surface.start, drawn])


def _sobol(dimension: int, count: int, seed: int) -> Array:
    if count == 0:  # which the engine cannot draw
        return np.empty((0, dimension))
    engine = SobolEngine(dimension, scramble=True, seed=seed)  # type: ignore[no-untyped-call]
    points: Array = engine.draw(count, dtype=torch.float64).numpy()
    return points


def _run(
    spec: EqualBudgetRace, optimizer: AbstractOptimizer, surface: AbstractSurface, settings: Array, seconds: float
) -> LaneResults:
    begin = np.repeat(starts(spec, surface), len(settings), axis=0)
    lanes = np.tile(settings, (spec.starts, 1))
    hyper = dict(zip(spec.names(optimizer), lanes.T, strict=True))
    noise = gradient_noise(spec).draws if spec.noise else None
    run = LaneRun(surface=surface, optimizer=optimizer, steps=spec.steps, noise=noise, targets=(spec.target,))
    return run_lanes(run, begin, hyper, seconds)


def _trials(spec: EqualBudgetRace, settings: Array, ends: list[LaneResults], these: slice) -> Trials:
    """`these` of the settings, over all problems."""

    def columns(arrays: Iterable[NDArray[Any]]) -> Any:
        return np.concatenate([array.reshape(spec.starts, -1) for array in arrays])[:, these]

    return Trials(
        settings=settings[these],
        final_loss=columns(one.final_loss for one in ends),
        best_loss=columns(one.best_loss for one in ends),
        share=columns(_shares(spec, surface, ended) for surface, ended in zip(spec.surfaces, ends, strict=True)),
        steps_to=columns(one.first_step[0] for one in ends),
        status=columns(STATUSES[one.code] for one in ends),
    )


def _shares(spec: EqualBudgetRace, surface: AbstractSurface, ended: LaneResults) -> Array:
    lowest = np.nan if surface.lowest is None else surface.lowest
    first = surface(torch.tensor(starts(spec, surface))).numpy() - lowest
    gap = (ended.final_loss - lowest).reshape(spec.starts, -1) / first[:, None]
    sound = np.array([status.has_result for status in Status])[ended.code].reshape(gap.shape)
    return np.where(sound, gap, np.inf)
