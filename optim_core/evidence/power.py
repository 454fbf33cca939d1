"""How many seeds it takes to tell two contenders apart."""

import math

import numpy as np
from scipy.special import nctdtr, stdtrit

from optim_core.base.result import Array

LEVEL = 0.05
"""The chance of any false alarm among all pairs."""
POWER = 0.8
"""The chance that the needed seeds find a difference as large as the one that was seen."""
MOST_SEEDS = 1_000


def least_seeds(pairs: int) -> int:
    """The fewest seeds with which any of `pairs` pairs can be told apart, however large the difference.

    The least p-value of the paired test is 2 / 2^n, and Holm's correction multiplies it by the number of pairs.
    """
    return math.ceil(math.log2(2 * pairs / LEVEL))


def seeds_needed(differences: Array, pairs: int) -> int | None:
    """About how many seeds in all it takes to tell a pair apart among `pairs` pairs; None beyond `MOST_SEEDS`.

    An estimate by the paired t-test: the difference and its spread are taken to be those of the `differences` (n,)
    over the seeds so far, and every pair is tested at `LEVEL` / `pairs`. None also for fewer than two differences.
    """
    finite = differences[np.isfinite(differences)]
    if len(finite) < 2 or not (largest := np.abs(finite).max()) > 0:
        return None
    scaled = finite / largest
    mean, spread = abs(float(scaled.mean())), float(scaled.std(ddof=1))
    least = max(2, least_seeds(pairs))
    if mean == 0:
        return None
    effect, low, high = mean / max(spread, 1e-9), least, MOST_SEEDS
    if _power(effect, high, pairs) < POWER:
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _power(effect, middle, pairs) >= POWER else (middle + 1, high)
    return low


def _power(effect: float, seeds: int, pairs: int) -> float:
    """The chance that a difference of `effect` standard deviations is found with so many seeds."""
    shift, critical = effect * math.sqrt(seeds), float(stdtrit(seeds - 1, 1 - LEVEL / pairs / 2))
    if shift > 5 * critical:  # beyond what the noncentral distribution computes
        return 1.0
    return 1.0 - float(nctdtr(seeds - 1, shift, critical))
