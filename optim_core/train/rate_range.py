"""The learning-rate range test (Smith, 2017, arXiv:1506.01186): trainings in which the rate grows with each update."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from optim_core.base.result import AbstractResult, Array
from optim_core.optimizers import AbstractOptimizer
from optim_core.optimizers.schedules import RATE, ExponentialLR
from optim_core.specs import ModelRun
from optim_core.specs.results import TrainingLog, by_contender
from optim_core.train import train

LOWEST, HIGHEST = RATE.slider_range or (RATE.low, RATE.high)
UPDATES = 300
SEEDS = 3
SECONDS = 40.0
"""Limit of the working time."""
SMOOTHING = 0.9
"""Weight of the past in the moving average of the mini-batch losses."""
BELOW_LOWEST = 10.0
"""How far the rate to use lies below the one of the lowest loss, beyond which trainings become unstable."""
LEAST_FALL = 4.0
"""A fall that is to be believed, in standard deviations of the averaged loss."""


@dataclass(frozen=True, kw_only=True)
class RateRange(AbstractResult):
    """Averaged mini-batch losses (n,) of a contender at ascending learning rates (n,), over all seeds.

    They end where the first seed has diverged.
    """

    optimizer: AbstractOptimizer
    rates: Array
    middle: Array
    """Median over the seeds."""
    low: Array
    high: Array
    best: float | None
    """The rate to use, a tick of the slider; None where the loss does not fall by more than its noise."""


def is_testable(optimizer: AbstractOptimizer) -> bool:
    """Whether its steps follow a rate that changes."""
    return not optimizer.lr_is_initial_step


def range_run(run: ModelRun) -> ModelRun:
    """The trainings of the test: as the run, but with rates that grow from `LOWEST` to `HIGHEST` in place of its own.

    SpecError if the run cannot have so many seeds.
    """
    epochs = math.ceil(UPDATES / run.steps_per_epoch)
    factor = (HIGHEST / LOWEST) ** (1 / (epochs * run.steps_per_epoch - 1))
    growing = [replace(one, lr=LOWEST, schedule=ExponentialLR(gamma=factor)) for one in run.optimizers]
    return replace(run, optimizers=tuple(growing), epochs=epochs, seeds=SEEDS, sharpness=False)


def rate_ranges(tested: ModelRun, seconds: float = SECONDS) -> tuple[RateRange, ...]:
    """What the trainings of `range_run` show, one result a contender, within `seconds` of working time."""
    return tuple(_range(logs) for logs in by_contender(train(tested, seconds), tested.seeds))


def averaged(loss: Array) -> Array:
    """Exponential moving average (n,) of losses (n,), corrected for its start."""
    total, found = 0.0, np.empty(len(loss))
    for index, value in enumerate(loss):
        total = SMOOTHING * total + (1 - SMOOTHING) * float(value)
        found[index] = total / (1 - SMOOTHING ** (index + 1))
    return found


def _range(logs: Sequence[TrainingLog]) -> RateRange:
    count = min(int(np.isfinite(log.loss).cumprod().sum()) for log in logs)
    raw = np.array([log.loss[:count] for log in logs])
    rates = np.asarray(logs[0].scheduled["lr"][:count], dtype=np.float64) if count else np.empty(0)
    smooth = np.array([averaged(row) for row in raw]).reshape(len(logs), count)
    middle = np.median(smooth, axis=0)
    best = _suggested(rates, raw, smooth, middle) if count else None
    return RateRange(
        optimizer=logs[0].optimizer, rates=rates, middle=middle, low=smooth.min(0), high=smooth.max(0), best=best
    )


def _suggested(rates: Array, raw: Array, smooth: Array, middle: Array) -> float | None:
    lowest = int(middle.argmin())
    # An average over the last ten losses or so scatters by this share of a single loss.
    share = math.sqrt((1 - SMOOTHING) / (1 + SMOOTHING))
    before = slice(0, max(lowest, 1) + 1)
    noise = share * float(np.median((raw - smooth)[:, before].std(1)))
    start = float(np.median(raw[:, : max(1, lowest // 4)]))
    if not start - middle[lowest] > LEAST_FALL * noise:
        return None
    wanted = rates[lowest] / BELOW_LOWEST
    return float(min(RATE.ticks, key=lambda tick: abs(math.log(tick / wanted)) if tick > 0 else math.inf))
