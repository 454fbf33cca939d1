"""How each run of a batch ended, by the same rules as `descend`."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from optim_core.base.result import DIVERGENCE, Array, Status, fell_to_zero
from optim_core.base.time_slices import clock
from optim_core.optimizers import AbstractOptimizer
from optim_core.specs.ranking import loss_rounding
from optim_core.surfaces import AbstractSurface
from optim_core.sweep.arrivals import NEVER, Arrivals

CHECK_INTERVAL = 16
"""Steps from one check of all lanes to the next."""
STATUSES = np.array(list(Status), dtype=object)
"""Status code -> `Status`."""
CODE = {status: code for code, status in enumerate(Status)}
"""`Status` -> status code."""


@dataclass(frozen=True, kw_only=True)
class LaneRun:
    """The settings that all lanes share; `noise` (steps + 1, 2) is added to each gradient."""

    surface: AbstractSurface
    optimizer: AbstractOptimizer
    steps: int
    noise: Tensor | None
    targets: tuple[float, ...]


class LaneResults:
    """How each of n runs ended: loss, point, status code, and the step of arrival at each target.

    Every array is (n,), but `final_xy` is (n, 2) and `arrival` is (n, targets). NaN and `NEVER` mean "none".
    """

    def __init__(self, lanes: int, targets: int) -> None:
        self.final_loss, self.best_loss = np.full(lanes, np.nan), np.full(lanes, np.nan)
        self.final_xy = np.full((lanes, 2), np.nan)
        self.code = np.full(lanes, CODE[Status.RUNNING], np.int8)
        self.stopped_at = np.full(lanes, NEVER, np.int16)
        self.arrival = np.full((lanes, targets), NEVER, np.int16)


class LaneMonitor:
    """Records the points of a block of n lanes and checks them every `CHECK_INTERVAL` steps.

    `xy` is (CHECK_INTERVAL + 1, 2, n), `loss` is (CHECK_INTERVAL + 1, n). `finite` (CHECK_INTERVAL + 1, 2, n) is true
    where the gradient and all of the optimizer's state are finite. Row 0 is the last row of the check before. A lane
    that ends is written to `results`. What is recorded and the data of a step stay in the cache of a CPU core together.
    """

    def __init__(self, run: LaneRun, lanes: NDArray[np.intp], results: LaneResults) -> None:
        self.run, self.lanes, self.results = run, lanes, results
        self.xy = np.full((CHECK_INTERVAL + 1, 2, len(lanes)), np.nan)
        self.loss = np.full((CHECK_INTERVAL + 1, len(lanes)), np.nan)
        self.finite = np.ones(self.xy.shape, dtype=bool)
        self.part_finite = np.empty(self.xy.shape[1:], dtype=bool)
        self.largest = np.empty((CHECK_INTERVAL, len(lanes)))
        self.alive = np.ones(len(lanes), dtype=bool)
        self.best = np.full(len(lanes), np.inf)

    def record(self, step: int, xy: Array, grad: Array, loss: Array, state: Sequence[Array], deadline: float) -> bool:
        """Record the state after `step` updates; check for divergence when due. True while any lane is alive.

        `xy`, `grad` and each part of the optimizer's `state` are (2, n), `loss` is (n,). After `deadline`, on the
        clock of `time_slices.clock`, the next check stops every lane that is still alive.
        """
        row = step % CHECK_INTERVAL + 1
        self.xy[row], self.loss[row] = xy, loss
        if step == 0:
            self._start(grad)
        finite = np.isfinite(grad, self.finite[row])
        for part in state if step else ():
            np.logical_and(finite, np.isfinite(part, self.part_finite), finite)
        if row < CHECK_INTERVAL and step < self.run.steps:
            return True
        self._check(step - row + 1, row)
        if step == self.run.steps:
            self._finish(row, grad)
        elif clock() > deadline:
            lanes = np.flatnonzero(self.alive)
            self._stop(lanes, Status.OUT_OF_TIME, np.full(len(lanes), row), np.full(len(lanes), step))
        self.xy[0], self.loss[0] = self.xy[row], self.loss[row]
        return bool(self.alive.any())

    def _start(self, grad: Array) -> None:
        """Set the limits that follow from each lane's start."""
        lowest = np.nan if self.run.surface.lowest is None else self.run.surface.lowest
        rounding = loss_rounding(self.run.surface)
        self.limit = DIVERGENCE * np.maximum(np.abs(self.loss[1]), 1.0)
        self.first_grad = grad.copy()
        gap = self.loss[1] - lowest
        first_gap = np.where(gap < -rounding, np.nan, gap)  # a start below all known minima has no gap to close
        self.arrivals = Arrivals(self.run.targets, lowest, first_gap, rounding)

    def _check(self, first_step: int, rows: int) -> None:
        """Stop the lanes that diverged in rows 1 to `rows`; row 1 holds the state after `first_step` updates."""
        loss, xy, given = (part[1 : rows + 1] for part in (self.loss, self.xy, self.finite))
        low, largest = loss.min(0), self._largest_from(loss)
        # Only suspects are checked row by row. A coordinate that is not finite stays so, whatever is added to it.
        healthy = (largest[0] <= self.limit) & (low >= -self.limit) & np.isfinite(xy[-1]).all(0) & given.all((0, 1))
        suspects = np.flatnonzero(self.alive & ~healthy)
        if len(suspects):
            self._stop_diverged(suspects, first_step, rows, low)
        np.minimum(self.best, low, out=self.best)
        self.arrivals.record(first_step, largest, loss[-1], self.alive)

    def _stop_diverged(self, suspects: NDArray[np.intp], first_step: int, rows: int, low: Array) -> None:
        """Stop those of the suspects that diverged; `low` (n,), the least loss of each lane, omits what came after."""
        loss, xy, given = (part[1 : rows + 1] for part in (self.loss, self.xy, self.finite))
        finite = np.isfinite(loss[:, suspects]) & (given[:, :, suspects] & np.isfinite(xy[:, :, suspects])).all(1)
        ends = ~finite | (np.abs(loss[:, suspects]) > self.limit[suspects])
        ending = ends.any(0)
        suspects, finite, row = suspects[ending], finite[:, ending], ends.argmax(0)[ending]
        left = finite[row, np.arange(len(row))]
        last_row = row + left
        low[suspects] = np.where(np.arange(rows)[:, None] < last_row, loss[:, suspects], np.inf).min(0)
        self.best[suspects] = np.minimum(self.best[suspects], low[suspects])
        for status, these in ((Status.LEFT_DOMAIN, left), (Status.NOT_FINITE, ~left)):
            self._stop(suspects[these], status, last_row[these], first_step + row[these])

    def _largest_from(self, loss: Array) -> Array:
        """The largest loss of each lane from each row on, as `loss` (rows, n)."""
        largest = self.largest[: len(loss)]
        largest[-1] = loss[-1]
        for row in range(len(loss) - 2, -1, -1):
            np.maximum(loss[row], largest[row + 1], out=largest[row])
        return largest

    def _stop(self, lanes: NDArray[np.intp], status: Status, row: NDArray[np.intp], step: NDArray[np.intp]) -> None:
        """Write the results of these lanes of the block; `row` holds the last valid point of each."""
        to = self.lanes[lanes]
        self.results.code[to], self.results.stopped_at[to] = CODE[status], step
        self.results.final_loss[to], self.results.best_loss[to] = self.loss[row, lanes], self.best[lanes]
        self.results.final_xy[to] = self.xy[row, :, lanes]
        if status.has_result:
            self.results.arrival[to] = self.arrivals.of(lanes)
        self.alive[lanes] = False

    def _finish(self, rows: int, grad: Array) -> None:
        """Write the results of all lanes that did every step."""
        flat = fell_to_zero(self.first_grad.T, grad.T)
        for status, these in ((Status.CONVERGED, flat), (Status.RUNNING, ~flat)):
            lanes = np.flatnonzero(self.alive & these)
            self._stop(lanes, status, np.full(len(lanes), rows), np.full(len(lanes), NEVER))
