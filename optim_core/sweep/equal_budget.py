"""A race of equal tuning effort: every contender gets the same number of trials, on the same problems."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.quasirandom import SobolEngine

from optim_core.base.domains import AbstractDomain, AbstractNumber
from optim_core.base.hyper import defaults, hypers
from optim_core.base.result import Array, Status
from optim_core.base.time_slices import clock
from optim_core.descend.noise import gradient_noise
from optim_core.optimizers import AbstractOptimizer
from optim_core.specs import SWEEP_SECONDS, EqualBudgetRace, TunedTrainings
from optim_core.specs.ranking import loss_rounding
from optim_core.surfaces import AbstractSurface
from optim_core.sweep.batched_runs import run_lanes
from optim_core.sweep.equal_budget_result import EqualBudgetResult, Trials, TunedContender
from optim_core.sweep.monitor import STATUSES, LaneResults, LaneRun

MOST_NINES = 5
"""A hyperparameter on the complement scale is tried from 0 up to a value with this many nines."""


def equal_budget_race(spec: EqualBudgetRace, seconds: float = SWEEP_SECONDS) -> EqualBudgetResult:
    """Run every trial of every contender in float64, for at most `seconds` of wall-clock time.

    SpecError if a contender would try values that its class refuses in combination.
    """
    deadline, remaining = clock() + seconds, len(spec.optimizers) * len(spec.surfaces)
    contenders = []
    for optimizer in spec.optimizers:
        names = spec.names(optimizer)
        default = [defaults(type(optimizer))[name] for name in names]
        settings = np.vstack([trial_settings(spec, optimizer), default])
        for values in settings.tolist():
            replace(optimizer, **dict(zip(names, values, strict=True)))
        by_surface = []
        for surface in spec.surfaces:
            now = clock()
            by_surface.append(_run(spec, optimizer, surface, settings, (deadline - now) / remaining))
            remaining -= 1
        trials = [_trials(spec, settings, by_surface, these) for these in (slice(None, -1), slice(-1, None))]
        contenders.append(
            TunedContender(optimizer=optimizer, names=names, target=spec.target, trials=trials[0], default=trials[1])
        )
    return EqualBudgetResult(spec=spec, contenders=tuple(contenders))


def trial_settings(spec: EqualBudgetRace | TunedTrainings, optimizer: AbstractOptimizer) -> Array:
    """The values that a contender tries (trials, names): a grid for one hyperparameter, Sobol points for several."""
    domains = hypers(type(optimizer))
    names = spec.names(optimizer)
    shares = _sobol(len(names), spec.trials, spec.seed) if len(names) > 1 else np.linspace(0, 1, spec.trials)[:, None]
    columns = (value_at_share(domains[name], column) for name, column in zip(names, shares.T, strict=True))
    settings: Array = np.stack(list(columns), axis=1)
    return settings


def value_at_share(domain: AbstractDomain, share: Array) -> Array:
    """The values at `share` (n,), between 0 and 1, of a domain's slider range on its scale (n,)."""
    assert isinstance(domain, AbstractNumber)  # EqualBudgetRace has checked
    low, high = domain.slider_range or (domain.low, domain.high)
    if domain.scale == "log":
        values: Array = np.clip(10 ** (np.log10(low) + np.log10(high / low) * share), low, high)
        return values
    return 1 - 10 ** (-MOST_NINES * share) if domain.scale == "complement" else low + (high - low) * share


def starts(spec: EqualBudgetRace, surface: AbstractSurface) -> Array:
    """The starting points on a surface (starts, 2)."""
    (left, right), (bottom, top) = surface.domain
    drawn = _sobol(2, spec.starts - 1, spec.seed) * (right - left, top - bottom) + (left, bottom)
    return np.vstack([spec.start or surface.start, drawn])


def _sobol(dimension: int, count: int, seed: int) -> Array:
    if count == 0:  # the engine cannot draw 0 points
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


def _trials(spec: EqualBudgetRace, settings: Array, by_surface: list[LaneResults], these: slice) -> Trials:
    """The trials of the settings that `these` selects, on all problems."""

    def columns(arrays: Iterable[NDArray[Any]]) -> Any:
        """One array (starts · settings,) per surface, as (problems, trials)."""
        return np.concatenate([array.reshape(spec.starts, -1) for array in arrays])[:, these]

    return Trials(
        settings=settings[these],
        final_loss=columns(one.final_loss for one in by_surface),
        best_loss=columns(one.best_loss for one in by_surface),
        share=columns(
            _shares(spec, surface, results) for surface, results in zip(spec.surfaces, by_surface, strict=True)
        ),
        steps_to=columns(one.arrival[:, 0] for one in by_surface),
        status=columns(STATUSES[one.code] for one in by_surface),
    )


def _shares(spec: EqualBudgetRace, surface: AbstractSurface, results: LaneResults) -> Array:
    lowest = np.nan if surface.lowest is None else surface.lowest
    first = surface(torch.tensor(starts(spec, surface))).numpy() - lowest
    gap = (results.final_loss - lowest).reshape(spec.starts, -1)
    gap = np.where(np.abs(gap) <= loss_rounding(surface), 0.0, gap / first[:, None])
    has_result = np.array([status.has_result for status in Status])[results.code].reshape(gap.shape)
    return np.where(has_result, gap, np.inf)
