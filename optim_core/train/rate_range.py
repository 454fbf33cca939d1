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

LOWEST, HIGHEST = 1e-4, 10.0
UPDATES = 600
SEEDS = 3
SECONDS = 40.0
"""Limit of the working time."""
NEIGHBORS = 4
"""Updates before and after one whose losses make its running median."""
NEAR_LOWEST = 0.1
"""Rates belong to the best ones while the loss is above the lowest by at most this share of its whole fall. The middle
of these, on the scale of logarithms, agrees best with trainings at fixed rates: of 34 pairs of an optimizer and a data
set here, 31 such rates were within a factor of 3 of one that trains well."""
LEAST_FALL = 4.0
"""A fall that is to be believed, in standard deviations of a running median."""
END_SHARE = 0.05
"""A lowest loss within this last share of the tested rates may not be the lowest there is."""


@dataclass(frozen=True, kw_only=True)
class RateRange(AbstractResult):
    """Running medians (n,) of the mini-batch losses of a contender at ascending learning rates (n,).

    They end where the first seed has diverged, or time ran out.
    """

    optimizer: AbstractOptimizer
    rates: Array
    middle: Array
    """Of all seeds together, see `running_median`."""
    low: Array
    """The lowest seed's own."""
    high: Array
    """The highest seed's own."""
    best: float | None
    """The rate to use, a tick of the slider; None if `ended_early`, or if the loss falls by no more than its noise."""
    ended_early: bool
    """Whether the loss is lowest at the end of the tested rates, so that the best rate may lie beyond."""


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
    """Results of the trainings of `range_run`, one per contender, within `seconds` of working time."""
    return tuple(_range(logs) for logs in by_contender(train(tested, seconds), tested.seeds))


def running_median(losses: Array) -> Array:
    """Median (n,) of the losses (seeds, n) of all seeds at each update and at the `NEIGHBORS` on either side of it.

    It neither lags behind the losses nor follows a single one, as an average does.
    """
    count = losses.shape[1]
    windows = (losses[:, max(0, index - NEIGHBORS) : index + NEIGHBORS + 1] for index in range(count))
    return np.array([np.median(window) for window in windows])


def _range(logs: Sequence[TrainingLog]) -> RateRange:
    count = min(int(np.isfinite(log.loss).cumprod().sum()) for log in logs)
    raw = np.array([log.loss[:count] for log in logs])
    rates = np.asarray(logs[0].scheduled["lr"][:count], dtype=np.float64) if count else np.empty(0)
    middle, singles = running_median(raw), np.array([running_median(row[None]) for row in raw])
    start = _start(raw, middle) if count else None
    ended_early = (
        start is not None
        and int(middle.argmin()) >= (1 - END_SHARE) * count
        and not any(log.status.diverged for log in logs)
    )
    return RateRange(
        optimizer=logs[0].optimizer,
        rates=rates,
        middle=middle,
        low=singles.min(0),
        high=singles.max(0),
        best=None if start is None or ended_early else _nearest_tick(_middle_of_best(rates, middle, start)),
        ended_early=ended_early,
    )


def _start(raw: Array, middle: Array) -> float | None:
    """The loss at the small rates; None if the running median (n,) of losses (seeds, n) falls by no more than noise."""
    lowest = int(middle.argmin())
    share = math.sqrt(math.pi / 2 / (len(raw) * (2 * NEIGHBORS + 1)))  # of a median of so many values
    noise = share * float(np.median((raw - middle)[:, : max(lowest, 1) + 1].std(1)))
    start = float(np.median(raw[:, : max(1, lowest // 4)]))
    return start if start - middle[lowest] > LEAST_FALL * noise else None


def _middle_of_best(rates: Array, middle: Array, start: float) -> float:
    """See `NEAR_LOWEST`; `start` is the loss at the small rates."""
    lowest = float(middle.min())
    best = np.flatnonzero(middle <= lowest + NEAR_LOWEST * (start - lowest))
    return math.sqrt(float(rates[best[0]]) * float(rates[best[-1]]))


def _nearest_tick(rate: float) -> float:
    return float(min(RATE.ticks, key=lambda tick: abs(math.log(tick / rate)) if tick > 0 else math.inf))
