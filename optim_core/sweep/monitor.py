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

    Every array is (n,), but `final_xy` is (n, 2) and `arrival` is (targets, n). NaN and `NEVER` mean "none".
    """

    def __init__(self, lanes: int, targets: int) -> None:
        self.final_loss, self.best_loss = np.full(lanes, np.nan), np.full(lanes, np.nan)
        self.final_xy = np.full((lanes, 2), np.nan)
        self.code = np.full(lanes, CODE[Status.RUNNING], np.int8)
        self.stopped_at = np.full(lanes, NEVER, np.int16)
        self.arrival = np.full((targets, lanes), NEVER, np.int16)


class LaneMonitor:
    """Records the points of a block of n lanes and checks them every `CHECK_INTERVAL` steps.

    `xy` and `grad` are (CHECK_INTERVAL + 1, 2, n), `loss` is (CHECK_INTERVAL + 1, n). `state_finite`
    (CHECK_INTERVAL + 1, 2, n) is true where all of the optimizer's state is finite. Row 0 is the last row of the
    check before. A lane that ends is written to `results`.
    """

    def __init__(self, run: LaneRun, lanes: NDArray[np.intp], results: LaneResults) -> None:
        self.run, self.lanes, self.results = run, lanes, results
        self.xy, self.grad = np.full((2, CHECK_INTERVAL + 1, 2, len(lanes)), np.nan)
        self.loss = np.full((CHECK_INTERVAL + 1, len(lanes)), np.nan)
        self.state_finite = np.ones(self.xy.shape, dtype=bool)
        self.buffer = np.empty(self.xy.shape[1:], dtype=bool)
        self.alive = np.ones(len(lanes), dtype=bool)
        self.best = np.full(len(lanes), np.inf)

    def record(self, step: int, xy: Array, grad: Array, loss: Array, state: Sequence[Array], deadline: float) -> bool:
        """Record the state after `step` updates; check for divergence when due. True while any lane is alive.

        `xy`, `grad` and each part of the optimizer's `state` are (2, n), `loss` is (n,). After `deadline`, on the
        clock of `time_slices.clock`, the next check stops every lane that is still alive.
        """
        row = step % CHECK_INTERVAL + 1
        self.xy[row], self.grad[row], self.loss[row] = xy, grad, loss
        if step == 0:
            self._start()
        else:
            self._record_state(row, state)
        if row < CHECK_INTERVAL and step < self.run.steps:
            return True
        self._check(step - row + 1, row)
        if step == self.run.steps:
            self._finish(row)
        elif clock() > deadline:
            lanes = np.flatnonzero(self.alive)
            self._stop(lanes, Status.OUT_OF_TIME, np.full(len(lanes), row), np.full(len(lanes), step))
        for recorded in (self.xy, self.grad, self.loss):
            recorded[0] = recorded[row]
        return bool(self.alive.any())

    def _start(self) -> None:
        """Set the limits that follow from each lane's start."""
        lowest = np.nan if self.run.surface.lowest is None else self.run.surface.lowest
        rounding = loss_rounding(self.run.surface)
        self.limit = DIVERGENCE * np.maximum(np.abs(self.loss[1]), 1.0)
        self.first_grad = self.grad[1].copy()
        gap = self.loss[1] - lowest
        first_gap = np.where(gap < -rounding, np.nan, gap)  # a start below all known minima has no gap to close
        self.arrivals = Arrivals(self.run.targets, lowest, first_gap, rounding)

    def _record_state(self, row: int, state: Sequence[Array]) -> None:
        """Record where all of the optimizer's state is finite."""
        for index, part in enumerate(state):
            if index == 0:
                np.isfinite(part, out=self.state_finite[row])
            else:
                self.state_finite[row] &= np.isfinite(part, out=self.buffer)

    def _check(self, first_step: int, rows: int) -> None:
        """Stop the lanes that diverged in rows 1 to `rows`; row 1 holds the state after `first_step` updates."""
        recorded = slice(1, rows + 1)
        loss, grad, xy, state = (part[recorded] for part in (self.loss, self.grad, self.xy, self.state_finite))
        low, high = loss.min(0), loss.max(0)
        # A finite sum has finite terms only, so one pass covers all lanes and only suspects are checked row by row.
        # A coordinate that is not finite stays so, whatever is added to it: the last row of xy is enough.
        healthy = (high <= self.limit) & (low >= -self.limit) & np.isfinite(grad.sum((0, 1)))
        healthy &= np.isfinite(xy[-1]).all(0) & state.all((0, 1))
        suspects = np.flatnonzero(self.alive & ~healthy)
        finite = np.isfinite(loss[:, suspects]) & state[:, :, suspects].all(1)
        finite &= (np.isfinite(grad[:, :, suspects]) & np.isfinite(xy[:, :, suspects])).all(1)
        ends = ~finite | (np.abs(loss[:, suspects]) > self.limit[suspects])
        ending = ends.any(0)
        suspects, finite, row = suspects[ending], finite[:, ending], ends.argmax(0)[ending]
        left = finite[row, np.arange(len(row))]
        last_row = row + left
        loss[:, suspects] = np.where(np.arange(rows)[:, None] < last_row, loss[:, suspects], np.inf)
        low[suspects] = loss[:, suspects].min(0)
        self.best = np.where(self.alive, np.minimum(self.best, low), self.best)
        self.arrivals.record(first_step, loss, high, self.alive)
        for status, these in ((Status.LEFT_DOMAIN, left), (Status.NOT_FINITE, ~left)):
            self._stop(suspects[these], status, last_row[these], first_step + row[these])

    def _stop(self, lanes: NDArray[np.intp], status: Status, row: NDArray[np.intp], step: NDArray[np.intp]) -> None:
        """Write the results of these lanes of the block; `row` holds the last valid point of each."""
        to = self.lanes[lanes]
        self.results.code[to], self.results.stopped_at[to] = CODE[status], step
        self.results.final_loss[to], self.results.best_loss[to] = self.loss[row, lanes], self.best[lanes]
        self.results.final_xy[to] = self.xy[row, :, lanes]
        if status.has_result:
            self.results.arrival[:, to] = self.arrivals.of(lanes)
        self.alive[lanes] = False

    def _finish(self, rows: int) -> None:
        """Write the results of all lanes that did every step."""
        flat = fell_to_zero(self.first_grad.T, self.grad[rows].T)
        for status, these in ((Status.CONVERGED, flat), (Status.RUNNING, ~flat)):
            lanes = np.flatnonzero(self.alive & these)
            self._stop(lanes, status, np.full(len(lanes), rows), np.full(len(lanes), NEVER))
