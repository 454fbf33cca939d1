"""The results of all cells of one map, and how its sweep is split into chunks and merged again."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optim_core.base.lazy import cached_property
from optim_core.base.result import AbstractResult, Array, Status
from optim_core.specs import Axis, Sweep
from optim_core.sweep import SweepResult
from optim_core.sweep.batched_runs import BLOCK_LANES
from optim_core.sweep.sequential_runs import BATCH_LANES

NO_RESULT = tuple(status for status in Status if not status.has_result)


@dataclass(frozen=True, kw_only=True)
class AbstractCells(AbstractResult):
    """One optimizer's map. Every array is (rows, columns): rows vary y, columns vary x."""

    spec: Any
    """The sweep that was run; its `axes` are y and x."""
    status: NDArray[np.object_]
    stopped_at: NDArray[np.int32]
    """The step at which a run was stopped (rows, columns); -1 if it did all its steps."""

    @cached_property
    def has_result(self) -> NDArray[np.bool_]:
        """Whether a run neither diverged nor failed (rows, columns)."""
        return ~self.ended(*NO_RESULT)

    @cached_property
    def timed_out(self) -> NDArray[np.bool_]:
        """Whether a run ran out of time (rows, columns)."""
        return self.ended(Status.OUT_OF_TIME)

    def ended(self, *statuses: Status) -> NDArray[np.bool_]:
        """Whether a run ended with one of these statuses (rows, columns)."""
        found: NDArray[np.bool_] = np.any([self.status == status for status in statuses], axis=0)
        return found

    @abstractmethod
    def values(self, quantity: str) -> Array:
        """The field named `quantity` (rows, columns); NaN where a run has no result."""

    @abstractmethod
    def best(self, quantity: str) -> tuple[int, int] | None:
        """(row, column) of the best run that has a result; None if no run has one."""

    def nearest_cell(self, x: float, y: float) -> tuple[int, int]:
        """(row, column) of the cell whose axis values are nearest to `x` and `y`."""
        up, across = (np.array(axis.values) for axis in self.spec.axes)
        return int(np.abs(up - y).argmin()), int(np.abs(across - x).argmin())


@dataclass(frozen=True, kw_only=True)
class Cells(AbstractCells):
    """One optimizer's map over races on a surface."""

    spec: Sweep
    final_loss: Array
    best_loss: Array
    steps_to: NDArray[np.int32]
    """The first step at which the target was reached (rows, columns); -1 if never."""
    minimum: NDArray[np.intp]
    """Index of the known minimum that a run reached (rows, columns); -1 if none."""

    @cached_property
    def has_result(self) -> NDArray[np.bool_]:
        """Whether a run neither diverged nor failed, and has a finite loss (rows, columns)."""
        return np.isfinite(self.final_loss) & ~self.ended(*NO_RESULT)

    @property
    def reached(self) -> NDArray[np.bool_]:
        """Whether a run has a result and reached the target (rows, columns)."""
        return self.has_result & (self.steps_to >= 0)

    def values(self, quantity: str) -> Array:
        """The quantity of `MapView.colour` (rows, columns); NaN where a run has no result, or the quantity no value."""
        if quantity in ("steps_to", "minimum"):
            counts: NDArray[np.int64] = getattr(self, quantity)
            return np.where(self.has_result & (counts >= 0), counts, np.nan)
        loss: Array = getattr(self, quantity)
        return np.where(self.has_result, loss, np.nan)

    def best(self, quantity: str) -> tuple[int, int] | None:
        """(row, column) of the best run: by steps for `steps_to`, else by loss; None if no run has a finite loss."""
        values = self.values(quantity) if quantity != "minimum" else self.values("final_loss")
        if not np.isfinite(values).any():
            values = self.values("best_loss")
        if not np.isfinite(values).any():
            return None
        row, column = np.unravel_index(np.nanargmin(values), values.shape)
        return int(row), int(column)


def chunks(spec: Sweep) -> tuple[Sweep, ...]:
    """Split a sweep by rows into sweeps of about as many lanes as are computed together."""
    first, *others = spec.axes
    rows = max(1, (BLOCK_LANES if spec.optimizer.rule else BATCH_LANES) // max(1, spec.shape[-1]))
    bands = (first.values[row : row + rows] for row in range(0, len(first.values), rows))
    return tuple(replace(spec, axes=(Axis(first.name, band), *others)) for band in bands)


def merged(spec: Sweep, parts: Sequence[SweepResult], target: float) -> Cells:
    """The map of `spec`, from the results of its `chunks` in their order."""

    def joined(values: Callable[[SweepResult], NDArray[Any]]) -> NDArray[Any]:
        """The values (rows, columns, ...) of all chunks."""
        return np.concatenate([values(part) for part in parts])

    return Cells(
        spec=spec,
        final_loss=joined(lambda part: part.final_loss),
        best_loss=joined(lambda part: part.best_loss),
        steps_to=joined(lambda part: part.steps_to(target)),
        minimum=joined(lambda part: part.reached_minimum),
        status=joined(lambda part: part.status),
        stopped_at=joined(lambda part: part.stopped_at),
    )
