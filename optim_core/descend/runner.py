"""The run of one real `torch.optim` optimizer within a race."""

import math
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from optim_core.base.failures import CAUGHT, NEW_TENSORS, failure_of
from optim_core.base.result import DIVERGENCE, Array, Failure, Status, fell_to_zero
from optim_core.descend.closure import Closure, OutOfTimeError, RaceSettings
from optim_core.optimizers import AbstractOptimizer
from optim_core.optimizers.base import MEMORY
from optim_core.specs.results import Trajectory


class RaceRecord:
    """Points of all K lanes, one row per step: `xy`, `grad`, `noise` (steps + 1, K, 2) and `loss` (steps + 1, K)."""

    def __init__(self, steps: int, lanes: int) -> None:
        self.xy = np.empty((steps + 1, lanes, 2))
        self.grad, self.noise, self.loss = np.empty_like(self.xy), np.zeros_like(self.xy), np.empty(self.xy.shape[:2])

    def store(self, step: int, xy: Array, loss: Array, grad: Array) -> None:
        """Copy `xy` (K, 2), `loss` (K,) and `grad` (K, 2) into the row of `step`."""
        self.xy[step], self.loss[step], self.grad[step] = xy, loss, grad


class Lane:
    """One optimizer of a race: its torch object, its status, and the history of its state."""

    def __init__(self, settings: RaceSettings, index: int, row: Tensor, grad: Tensor, spec: AbstractOptimizer) -> None:
        self.index, self.spec, self.rows = index, spec, settings.steps + 1
        self.status, self.last, self.limit = Status.RUNNING, settings.steps, math.nan
        self.stopped_at: int | None = None
        self.param = torch.nn.Parameter(row)
        self.param.grad = self.grad = grad
        self.address = self.param.data_ptr()
        self.closure = Closure(settings, self.param) if spec.uses_closure else None
        self.failure: Failure | None = None
        self.optimizer = self._built()
        self.step = _bare_step(self.optimizer)
        self.is_scheduled = spec.is_scheduled
        self.evaluated = np.zeros(self.rows, np.int64)
        self.tracks: dict[str, tuple[Array, Array]] = {}
        began = self.spec.scheduled_values(1)
        self.scheduled = {name: np.full(self.rows, np.nan) for name in began}
        self.first = self.spec.rule.init(row, self.spec.values() | began) if self.spec.rule else {}
        try:
            self._track()
        except CAUGHT as error:
            self._fail(0, error)

    def _built(self) -> torch.optim.Optimizer:
        """The torch optimizer; if it cannot be constructed, the lane fails and gets one that does nothing."""
        try:
            return self.spec.build([self.param])
        except CAUGHT as error:
            self._fail(0, error)
            return torch.optim.SGD([self.param], lr=0.0)

    def update(self, step: int, loss: float) -> None:
        """Perform update number `step` from a point with this loss; an exception ends this lane only."""
        try:
            self._update(step, loss)
        except OutOfTimeError:
            self.stop(step - 1, Status.OUT_OF_TIME, keep_point=True)
        except CAUGHT as error:
            self._fail(step, error)

    def _update(self, step: int, loss: float) -> None:
        if self.is_scheduled:
            for name, value in self.spec.apply_schedule(self.optimizer, step, loss).items():
                self.scheduled[name][step - 1] = value
        self.param.grad = self.grad  # a class of others may have taken it away
        if self.spec.clip:
            self.spec.clip.clip([self.param])
        if self.closure:
            self.closure.step = step - 1
            self.optimizer.step(self.closure)
            self.evaluated[step] = self.closure.count
        else:
            self.step()
        if self.param.data_ptr() != self.address:
            raise ValueError(NEW_TENSORS)
        if step == 1 or not self.spec.rule:
            self._track()
        for source, history in self.tracks.values():
            history[step] = source

    def _track(self) -> None:
        """Reference the optimizer's state tensors, which torch creates at the first step and updates in place.

        An optimizer without a rule may replace its tensors at any step; their history starts with zeros.
        """
        state = self.optimizer.state.get(self.param, {})
        for name in self.spec.buffers or [name for name, value in state.items() if _shaped_as(self.param, value)]:
            if name in state:
                self.tracks[name] = (
                    np.asarray(state[name]),
                    self.tracks[name][1] if name in self.tracks else self._blank(name),
                )

    def _blank(self, name: str) -> Array:
        history = np.zeros((self.rows, 2))
        history[0] = self.first.get(name, 0.0)
        return history

    def check_point(self, step: int, loss: float, grad: list[float]) -> bool:
        """Whether the lane may continue from the point after `step` updates; if not, stop it with the right status."""
        if self.stopped_at is not None:
            return False
        if not (math.isfinite(loss) and math.isfinite(grad[0]) and math.isfinite(grad[1])):
            self.stop(step, Status.NOT_FINITE, keep_point=False)
            return False
        if step == 0:
            self.limit = self.spec.divergence_factor * DIVERGENCE * max(abs(loss), 1.0)
        if abs(loss) > self.limit:
            self.stop(step, Status.LEFT_DOMAIN, keep_point=True)
            return False
        return True

    def _fail(self, step: int, error: BaseException) -> None:
        self.failure = failure_of(error)
        self.stop(step, Status.FAILED, keep_point=step == 0)

    def stop(self, step: int, status: Status, *, keep_point: bool) -> None:
        self.status, self.stopped_at, self.last = status, step, step if keep_point else step - 1

    def result(self, record: RaceRecord) -> Trajectory:
        """The trajectory up to the last valid point."""
        self._end_where_not_finite(record)
        rows = slice(0, self.last + 1)
        grad = record.grad[rows, self.index].copy()
        if self.status is Status.RUNNING and fell_to_zero(grad[0], grad[-1]):
            self.status = Status.CONVERGED
        self._schedule_last()
        return Trajectory(
            optimizer=self.spec,
            xy=record.xy[rows, self.index].copy(),
            loss=record.loss[rows, self.index].copy(),
            grad=grad,
            noise=record.noise[rows, self.index].copy(),
            state={name: history[rows].copy() for name, (_, history) in self.tracks.items()},
            status=self.status,
            stopped_at=self.stopped_at,
            failure=self.failure,
            evaluated=self.evaluated[rows].copy() if self.closure else None,
            scheduled={name: values[rows].copy() for name, values in self.scheduled.items()},
        )

    def _end_where_not_finite(self, record: RaceRecord) -> None:
        """Cut the run before the first point whose coordinates or optimizer state are not finite.

        Checked once for all points, because few runs have such a point; `check_point` checks loss and gradient only.
        """
        rows = slice(0, self.last + 1)
        finite = np.isfinite(record.loss[rows, self.index])
        for points in (record.xy, record.grad):
            finite &= np.isfinite(points[rows, self.index]).all(1)
        for _, history in self.tracks.values():
            finite[1:] &= np.isfinite(history[1 : self.last + 1]).all(1)
        if not finite.all():
            self.failure = None
            self.stop(int(finite.argmin()), Status.NOT_FINITE, keep_point=False)

    def _schedule_last(self) -> None:
        """Fill in the scheduled values of the next update if it was not performed."""
        if self.status is Status.FAILED and self.last:
            return
        try:
            memory = self.optimizer.param_groups[0].get(MEMORY, ())
        except CAUGHT:
            memory = ()
        for name, value in self.spec.scheduled_values(self.last + 1, memory).items():
            if np.isnan(self.scheduled[name][self.last]):
                self.scheduled[name][self.last] = value


def _bare_step(optimizer: torch.optim.Optimizer) -> Callable[[], object]:
    """The `step` method without torch's profiling wrapper, which takes as long as such a small step itself."""
    step = getattr(type(optimizer).step, "__wrapped__", type(optimizer).step)
    return lambda: step(optimizer)


def _shaped_as(param: Tensor, value: object) -> bool:
    return isinstance(value, Tensor) and value.shape == param.shape and not value.is_complex()
