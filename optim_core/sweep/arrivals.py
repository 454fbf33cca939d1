"""The step from which on each of many runs stays within each target."""

import numpy as np
from numpy.typing import NDArray

from optim_core.base.result import Array

NEVER = -1
"""Stands for "no step" and "no minimum" in integer arrays."""


class Arrivals:
    """Since which step each of n lanes is within each target, recorded some rows of losses at a time.

    `targets`, descending, are shares of `first_gap` (n,), the height of each lane's start above the `lowest` loss.
    A gap up to `rounding` is within every target. A lane whose `first_gap` is NaN reaches no target.
    """

    def __init__(self, targets: tuple[float, ...], lowest: float, first_gap: Array, rounding: float) -> None:
        self.lowest, self.first_gap = lowest, first_gap
        self.rising = -np.array(targets)
        self.limits = np.empty((len(targets) + 2, len(first_gap)))
        self.limits[0], self.limits[-1] = np.inf, -np.inf  # a lane always passes the first and never the last
        np.maximum(np.multiply.outer(targets, first_gap), rounding, out=self.limits[1:-1])
        self.steps = np.empty((len(targets), len(first_gap)), np.int16)
        self.reached = np.zeros(len(first_gap), np.intp)
        # Below the limit of the last target reached and above that of the next one, a lane's steps do not change.
        self.reached_limit, self.next_limit = self.limits[0].copy(), self.limits[1].copy()

    def of(self, lanes: NDArray[np.intp]) -> NDArray[np.int16]:
        """The first step from which on each of these k lanes is within each target (targets, k), or `NEVER`."""
        within = np.arange(len(self.steps))[:, None] < self.reached[lanes]
        return np.where(within, self.steps[:, lanes], np.int16(NEVER))

    def record(self, first_step: int, loss: Array, high: Array, alive: NDArray[np.bool_]) -> None:
        """Record the losses (rows, n) since the step `first_step`, of the lanes that are `alive` (n,).

        `high` (n,) is the largest loss of each lane. Only lanes that pass a target are computed in full.
        """
        last, high = loss[-1] - self.lowest, high - self.lowest
        passing = (high > self.reached_limit) | (last <= self.next_limit)
        lanes = np.flatnonzero(passing & alive)
        if not len(lanes):
            return
        last, high = last[lanes], high[lanes]
        now = self._within(last, lanes)
        first = np.minimum(self._within(high, lanes), self.reached[lanes])
        self._arrive(first_step, self._largest_after(loss, lanes), lanes, first, now)
        self.reached[lanes] = now
        self.reached_limit[lanes], self.next_limit[lanes] = self.limits[now, lanes], self.limits[now + 1, lanes]

    def _within(self, gap: Array, lanes: NDArray[np.intp]) -> NDArray[np.intp]:
        """The number of targets that each gap (k,) of these k lanes is within."""
        count = np.searchsorted(self.rising, -gap / self.first_gap[lanes], side="right")
        # The quotient is rounded, so the limits decide.
        while (outside := gap > self.limits[count, lanes]).any():
            count -= outside
        while (inside := gap <= self.limits[count + 1, lanes]).any():
            count += inside
        return count

    def _largest_after(self, loss: Array, lanes: NDArray[np.intp]) -> Array:
        """The largest gap of these k lanes from each row on (rows, k)."""
        gap = loss.take(lanes, axis=1) - self.lowest
        for row in range(len(gap) - 2, -1, -1):
            np.maximum(gap[row], gap[row + 1], out=gap[row])
        return gap

    def _arrive(
        self, first_step: int, gap: Array, lanes: NDArray[np.intp], first: NDArray[np.intp], end: NDArray[np.intp]
    ) -> None:
        """Record the targets from `first` to before `end` (k,) of these k lanes, whose last gap is within them.

        `gap` (rows, k) does not rise from row to row. The first row within a target is found by bisection.
        """
        counts = end - first
        column = np.repeat(np.arange(len(lanes)), counts)
        target = np.arange(len(column)) + np.repeat(first - (np.cumsum(counts) - counts), counts)
        lane = lanes[column]
        limit, row = self.limits[target + 1, lane], np.zeros(len(column), np.intp)
        width = 1 << (len(gap) - 1).bit_length()
        while width := width // 2:
            probe = np.minimum(row + width, len(gap)) - 1
            row += width * (gap.ravel().take(probe * len(lanes) + column) > limit)
        self.steps[target, lane] = first_step + row
