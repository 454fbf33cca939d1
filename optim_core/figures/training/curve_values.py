"""Values of the curves of trainings: smoothed losses, bands over seeds, and positions along the x axis."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from optim_core.base.result import Array
from optim_core.specs import ModelRun
from optim_core.specs.results import TrainingLog
from optim_core.specs.thinning import stride
from optim_core.specs.views import ModelView
from optim_core.train.seed_statistics import SeedBand, seed_band


def smoothed(values: Array, weight: float) -> Array:
    """Exponential average (n,) of values (n,) with `weight` on the past, corrected for the bias at the start.

    s ← w s + (1 − w) v,  ŝ = s / (1 − wᵗ)

    Infinite where rounding takes it beyond the largest float.
    """
    averages = accumulate(values.tolist(), lambda state, value: weight * state + (1 - weight) * value, initial=0.0)
    with np.errstate(over="ignore"):
        result: Array = np.fromiter(averages, float, len(values) + 1)[1:]
        result /= 1 - np.cumprod(np.full(len(values), weight))
    return result


@dataclass(frozen=True)
class Curve:
    """One quantity of all seeds of a contender, `all`; `x` is as long as the longest of them.

    Two of `every` successive values are drawn, see `shown_rows`.
    """

    x: Array
    all: Sequence[Array]
    band: SeedBand
    every: int


def curve_of(run: ModelRun, seeds: Sequence[TrainingLog], role: str, view: ModelView, positions: Array) -> Curve:
    """The measure of `view` after each step or epoch, at the `positions` (n + 1,).

    `role` is "train", "test", or "averaged" for the averaged weights on the test set.
    """
    worst = -np.inf if view.measure == "score" else np.inf
    of_steps = view.measure == "loss" and role == "train"
    every = [smoothed(log.loss, view.smoothing) if of_steps else _measured(log, role, view.measure) for log in seeds]
    longest = max(seeds, key=lambda log: len(log.measured_epochs))
    x = positions if of_steps else positions[run.steps_per_epoch * longest.measured_epochs]
    return Curve(x[: max(map(len, every))], every, seed_band(every, worst), stride(run.steps) if of_steps else 1)


def _measured(log: TrainingLog, role: str, measure: str) -> Array:
    values: Array = log.averaged[f"test_{measure}"] if role == "averaged" else getattr(log, f"{role}_{measure}")
    return values


def positions_of(run: ModelRun, seeds: Sequence[TrainingLog], view: ModelView, seconds: float) -> Array:
    """Position of a contender after each update (n + 1,): epochs, or evaluations averaged over the running seeds.

    By the second it is the number of evaluations times `seconds`, the time of one.
    """
    steps = max(len(log.evaluations) for log in seeds)
    if view.by == "epoch":
        return np.arange(steps) / run.steps_per_epoch
    rows = np.full((len(seeds), steps), np.nan)
    for row, log in zip(rows, seeds, strict=True):
        row[: len(log.evaluations)] = log.evaluations
    mean: Array = np.nanmean(rows, axis=0)
    return seconds * mean if view.by == "second" else mean
