"""Confidence intervals of means by bootstrap."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, stdtrit

from optim_core.base.result import Array

CONFIDENCE = 0.95
RESAMPLES = 4_000
LEAST_VALUES = 6
"""Fewer values give no interval: of up to four it would be no more than their range, and of five too narrow."""


class Interval(NamedTuple):
    """Ends of a confidence interval."""

    low: float
    high: float


def mean_interval(values: Array) -> Interval | None:
    """The interval of the mean of n values (n,) at `CONFIDENCE`; None for fewer than `LEAST_VALUES` finite ones.

    It is the expanded percentile interval (Hesterberg, 2015), whose quantiles lie further out because a few values vary
    less than what they are drawn from.
    """
    values = values[np.isfinite(values)]
    count = len(values)
    if count < LEAST_VALUES:
        return None
    tail = float(ndtr(np.sqrt(count / (count - 1)) * stdtrit(count - 1, (1 - CONFIDENCE) / 2)))
    with np.errstate(over="ignore", invalid="ignore"):
        low, high = np.quantile(_shares(count) @ values, [tail, 1 - tail])
    return Interval(float(low), float(high))


@lru_cache(16)
def _shares(count: int) -> Array:
    """The share that each of `count` values has in each resample (RESAMPLES, count)."""
    return np.random.default_rng(0).multinomial(count, [1 / count] * count, RESAMPLES) / count
