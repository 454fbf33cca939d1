"""How lanes fare: what became of each, by the same rules as a race's."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from optim_core.base.result import DIVERGENCE, Array, Status, fell_to_zero
from optim_core.base.time_slices import clock
from optim_core.optimizers import AbstractOptimizer
from optim_core.surfaces import AbstractSurface

CHECK_INTERVAL = 16
"""Steps between two looks."""
STATUSES = np.array(list(Status), dtype=object)
CODE = {status: code for code, status in enumerate(Status)}
NEVER = -1


@dataclass(frozen=True, kw_only=True)
class LaneRun:
    """What all lanes have in common; `noise` (steps + 1, 2) is added to each gradient."""

    surface: AbstractSurface
    optimizer: AbstractOptimizer
    steps: int
    noise: Tensor | None
    targets: tuple[float, ...]


class LaneResults:
    """How each of n runs ended, in arrays (n, ...)."""

    def __init__(self, lanes: int, targets: int) -> None:
        self.final_loss, self.best_loss = np.full(lanes, np.nan), np.full(lanes, np.nan)
        self.final_xy = np.full((lanes, 2), np.nan)
        self.code = np.full(lanes, CODE[Status.RUNNING], np.int8)
        self.stopped_at = np.full(lanes, NEVER, np.int16)
        self.first_step = np.full((targets, lanes), NEVER, np.int16)


class LaneMonitor:
    """Keeps the points of a block of lanes and looks at `CHUNK` of them at a time.

    Row 0 is the last one of the look before; `xy` and `grad` are (CHUNK + 1, 2, n), `loss` is (CHUNK + 1, n), and
    `sound` (CHUNK + 1, 2, n) says where all of the optimizer's state is finite.
    """

    def __init__(self, run: LaneRun, lanes: NDArray[np.intp], ended: LaneResults) -> None:
        self.run, self.lanes, self.ended = run, lanes, ended
        self.xy, self.grad = np.full((2, CHECK_INTERVAL + 1, 2, len(lanes)), np.nan)
        self.loss = np.full((CHECK_INTERVAL + 1, len(lanes)), np.nan)
        self.sound = np.ones(self.xy.shape, dtype=bool)
        self.finite = np.empty(self.xy.shape[1:], dtype=bool)
        self.alive = np.ones(len(lanes), dtype=bool)
        self.best = np.full(len(lanes), np.inf)

    def record(
        self, step: int, xy: Tensor, grad: Tensor, loss: Tensor, state: Sequence[Tensor], deadline: float
    ) -> bool:
        """Keep the points (2, n) after `step` updates, look at them if it is time to; whether there is more to do.

        `state` is the optimizer's then, likewise.
        """
        row = step % CHECK_INTERVAL + 1
        self.xy[row], self.grad[row], self.loss[row] = xy.numpy(), grad.numpy(), loss.numpy()
        if step == 0:
            self._open()
        else:
            self._judge(row, state)
        if row < CHECK_INTERVAL and step < self.run.steps:
            return True
        self._look(step - row + 1, row)
        if step == self.run.steps:
            self._finish(row)
        elif clock() > deadline:
            lanes = np.flatnonzero(self.alive)
            self._stop(lanes, Status.OUT_OF_TIME, np.full(len(lanes), row), np.full(len(lanes), step))
        for kept in (self.xy, self.grad, self.loss):
            kept[0] = kept[row]
        return bool(self.alive.any())

    def _open(self) -> None:
        lowest = self.run.surface.lowest
        self.limit = DIVERGENCE * np.maximum(np.abs(self.loss[1]), 1.0)
        self.slope = self.grad[1].copy()
        self.lowest = np.nan if lowest is None else lowest
        gap = self.loss[1] - self.lowest
        self.first_gap = np.where(gap < 0, np.nan, gap)  # a start below all known minima has no gap to close
        self.targets = np.array([*self.run.targets, -np.inf])
        self.reached = np.zeros(len(self.lanes), np.intp)
        self.next = self.targets[0] * self.first_gap

    def _judge(self, row: int, state: Sequence[Tensor]) -> None:
        """Note where all of the state is finite."""
        for index, tensor in enumerate(state):
            if index == 0:
                np.isfinite(tensor.numpy(), out=self.sound[row])
            else:
                self.sound[row] &= np.isfinite(tensor.numpy(), out=self.finite)

    def _look(self, done: int, rows: int) -> None:
        looked_at = slice(1, rows + 1)
        loss, grad, xy, state = (part[looked_at] for part in (self.loss, self.grad, self.xy, self.sound))
        low, high = loss.min(0), loss.max(0)
        # A sum that is finite has finite parts only: one pass for all, a closer look where it is not. What is added to
        # a coordinate that is not finite leaves it so: the last one tells.
        sound = (high <= self.limit) & (low >= -self.limit) & np.isfinite(grad.sum((0, 1)))
        sound &= np.isfinite(xy[-1]).all(0) & state.all((0, 1))
        suspects = np.flatnonzero(self.alive & ~sound)
        finite = np.isfinite(loss[:, suspects]) & state[:, :, suspects].all(1)
        finite &= (np.isfinite(grad[:, :, suspects]) & np.isfinite(xy[:, :, suspects])).all(1)
        ends = ~finite | (np.abs(loss[:, suspects]) > self.limit[suspects])
        ending = ends.any(0)
        suspects, finite, row = suspects[ending], finite[:, ending], ends.argmax(0)[ending]
        left = finite[row, np.arange(len(row))]
        kept = row + left
        loss[:, suspects] = np.where(np.arange(rows)[:, None] < kept, loss[:, suspects], np.inf)
        low[suspects] = loss[:, suspects].min(0)
        self.best = np.where(self.alive, np.minimum(self.best, low), self.best)
        self._reach(done, loss, low)
        for status, these in ((Status.LEFT_DOMAIN, left), (Status.NOT_FINITE, ~left)):
            self._stop(suspects[these], status, kept[these], done + row[these])

    def _reach(self, done: int, loss: Array, low: Array) -> None:
        """Note the first step of every target that has been reached since the last look."""
        low = low - self.lowest
        hit = np.flatnonzero(self.alive & (low <= self.next))
        gaps = np.ascontiguousarray(loss[:, hit].T) - self.lowest
        while len(hit):
            row = (gaps <= self.next[hit, None]).argmax(1)
            self.ended.first_step[self.reached[hit], self.lanes[hit]] = done + row
            self.reached[hit] += 1
            self.next[hit] = self.targets[self.reached[hit]] * self.first_gap[hit]
            more = low[hit] <= self.next[hit]
            hit, gaps = hit[more], gaps[more]

    def _stop(self, lanes: NDArray[np.intp], status: Status, row: NDArray[np.intp], step: NDArray[np.intp]) -> None:
        """These lanes of the block end so; `row` holds the last point each has kept."""
        to = self.lanes[lanes]
        self.ended.code[to], self.ended.stopped_at[to] = CODE[status], step
        self.ended.final_loss[to], self.ended.best_loss[to] = self.loss[row, lanes], self.best[lanes]
        self.ended.final_xy[to] = self.xy[row, :, lanes]
        self.alive[lanes] = False

    def _finish(self, rows: int) -> None:
        flat = fell_to_zero(self.slope.T, self.grad[rows].T)
        for status, these in ((Status.CONVERGED, flat), (Status.RUNNING, ~flat)):
            lanes = np.flatnonzero(self.alive & these)
            self._stop(lanes, status, np.full(len(lanes), rows), np.full(len(lanes), NEVER))
