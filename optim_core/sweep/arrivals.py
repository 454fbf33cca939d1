"""The step from which on each of many runs stays within each target."""

import numpy as np
from numpy.typing import NDArray

from optim_core.base.result import Array

NEVER = -1
"""Stands for "no step" and "no minimum" in integer arrays."""
SLOT_BITS = 46
"""Two positive numbers whose bits agree but for these differ by less than 2 %."""


class Arrivals:
    """Since which step each of n lanes is within each target, recorded some rows of losses at a time.

    `targets`, descending, are shares of `first_gap` (n,), the height of each lane's start above the `lowest` loss.
    A gap up to `rounding` is within every target. A lane whose `first_gap` is NaN reaches no target.
    """

    def __init__(self, targets: tuple[float, ...], lowest: float, first_gap: Array, rounding: float) -> None:
        self.lowest, self.first_gap, self.rounding = lowest, first_gap, rounding
        # No gap compares with NaN, so that a lane always passes the first and never the last.
        self.shares = np.array([np.nan, *targets, np.nan])
        slots = np.arange(_slot(self.shares[-2:-1])[0], _slot(self.shares[1:2])[0] + 2)
        self.first_slot = slots[0]
        self.guesses = np.searchsorted(-self.shares[1:-1], -(slots << SLOT_BITS).view(np.float64), side="right")
        self.steps = np.empty((len(first_gap), len(targets)), np.int16)
        self.reached = np.zeros(len(first_gap), np.intp)
        # Below the limit of the last target reached and above that of the next one, a lane's steps do not change.
        self.reached_limit = np.full(len(first_gap), np.inf)
        self.next_limit = self._limit(self.reached + 1, first_gap)

    def of(self, lanes: NDArray[np.intp]) -> NDArray[np.int16]:
        """The first step from which on each of these k lanes is within each target (k, targets), or `NEVER`."""
        count = self.reached[lanes].astype(np.int16)
        within = np.arange(self.steps.shape[1], dtype=np.int16) < count[:, None]
        return np.where(within, self.steps[lanes], np.int16(NEVER))

    def record(self, first_step: int, largest: Array, last: Array, alive: NDArray[np.bool_]) -> None:
        """Record some steps from `first_step` on, of the lanes that are `alive` (n,).

        `largest` (rows, n) is the largest loss of each lane from each of these steps on; `last` (n,) is the last loss.
        Only lanes that pass a target are computed in full.
        """
        high, last = largest[0] - self.lowest, last - self.lowest
        passing = (high > self.reached_limit) | (last <= self.next_limit)
        lanes = np.flatnonzero(passing & alive)
        if not len(lanes):
            return
        gap, reached = self.first_gap[lanes], self.reached[lanes]
        now = self._within(last[lanes], gap)
        first = np.minimum(self._within(high[lanes], gap), reached)
        self._arrive(first_step, largest, lanes, first, now)
        self.reached[lanes] = now
        self.reached_limit[lanes], self.next_limit[lanes] = self._limit(now, gap), self._limit(now + 1, gap)

    def _limit(self, count: NDArray[np.intp], first_gap: Array) -> Array:
        """The largest gap (k,) within the target that is the `count`-th (k,) for a lane with this `first_gap` (k,)."""
        return np.maximum(self.shares.take(count) * first_gap, self.rounding)

    def _within(self, gap: Array, first_gap: Array) -> NDArray[np.intp]:
        """The number of targets that each gap (k,) of k lanes is within."""
        count: NDArray[np.intp] = self.guesses.take(_slot(gap / first_gap) - self.first_slot, mode="clip")
        # The guess is rounded, so the limits decide.
        while (outside := gap > self._limit(count, first_gap)).any():
            count -= outside
        while (inside := gap <= self._limit(count + 1, first_gap)).any():
            count += inside
        return count

    def _arrive(
        self, first_step: int, largest: Array, lanes: NDArray[np.intp], first: NDArray[np.intp], end: NDArray[np.intp]
    ) -> None:
        """Record the targets from `first` to before `end` (k,) of these k lanes, whose last gap is within them.

        The first row within a target is found by bisection.
        """
        counts, size = end - first, largest.shape[1]
        lane = np.repeat(lanes, counts)
        target = np.arange(len(lane)) + np.repeat(first - (np.cumsum(counts) - counts), counts)
        limit, at, rows = self._limit(target + 1, self.first_gap.take(lane)), lane.copy(), len(largest)
        while rows > 1:
            half = rows // 2
            outside = largest.ravel().take(at + (half - 1) * size) - self.lowest > limit
            at += outside * (half * size)
            rows -= half
        self.steps[lane, target] = first_step + at // size


def _slot(quotient: Array) -> NDArray[np.int64]:
    """A number that grows with the quotient (k,) and stays the same for quotients that are nearly equal."""
    return quotient.view(np.int64) >> SLOT_BITS
