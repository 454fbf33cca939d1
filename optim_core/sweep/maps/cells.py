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
from optim_core.specs.ranking import best_of, loss_rounding
from optim_core.sweep import SweepResult
from optim_core.sweep.batched_runs import BLOCK_LANES
from optim_core.sweep.sequential_runs import BATCH_LANES

NO_RESULT = tuple(status for status in Status if not status.has_result)
UNREACHED = float(np.iinfo(np.int32).max)
"""Stands for the steps of a run that never arrives at the target: more than any run has."""


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
    def scores(self, quantity: str) -> tuple[Array, Array, float]:
        """What decides which run is the best, as `best_of` takes it: values and tie breaks (rows, columns), rounding.

        The lowest value is the best; it is NaN where a run has no result.
        """

    def best(self, quantity: str) -> tuple[int, int] | None:
        """(row, column) of the best run that has a result; None if no run has one."""
        found = best_cell([self], quantity)
        return None if found is None else found[1]

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
    final_xy: Array
    """The last point of each run (rows, columns, 2)."""
    steps_to: NDArray[np.int32]
    """The first step from which on a run stays within the target (rows, columns); -1 if there is none."""
    minimum: NDArray[np.intp]
    """Index of the known minimum that a run reached (rows, columns); -1 if none."""

    @cached_property
    def has_result(self) -> NDArray[np.bool_]:
        """Whether a run neither diverged nor failed, and has a finite loss (rows, columns)."""
        return np.isfinite(self.final_loss) & ~self.ended(*NO_RESULT)

    @property
    def reached(self) -> NDArray[np.bool_]:
        """Whether a run has a result and ends within the target (rows, columns)."""
        return self.has_result & (self.steps_to >= 0)

    def values(self, quantity: str) -> Array:
        """The quantity of `MapView.colour` (rows, columns); NaN where a run has no result, or the quantity no value."""
        if quantity in ("steps_to", "minimum"):
            counts: NDArray[np.int64] = getattr(self, quantity)
            return np.where(self.has_result & (counts >= 0), counts, np.nan)
        loss: Array = getattr(self, quantity)
        return np.where(self.has_result, loss, np.nan)

    def scores(self, quantity: str) -> tuple[Array, Array, float]:
        """By `best_loss` for that quantity, else by the final loss; losses that tie go by the steps to the target.

        For `steps_to`, the steps come first, and runs that never arrive after all others.
        """
        steps, rounding = self.values("steps_to"), loss_rounding(self.spec.surface)
        loss = self.values("best_loss" if quantity == "best_loss" else "final_loss")
        if quantity != "steps_to":
            return loss, steps, rounding
        lowest = np.nan if self.spec.surface.lowest is None else self.spec.surface.lowest
        at_minimum = np.abs(loss - lowest) <= rounding
        return np.where(self.has_result & np.isnan(steps), UNREACHED, steps), np.where(at_minimum, lowest, loss), 0.0


def best_cell(panels: Sequence[AbstractCells], quantity: str) -> tuple[int, tuple[int, int]] | None:
    """(index of the panel, (row, column) in it) of the best run of all panels; None if no run has a result."""
    scores = [panel.scores(quantity) for panel in panels]
    if not scores:
        return None
    values = np.concatenate([values.ravel() for values, _, _ in scores])
    tie_breaks = np.concatenate([each.ravel() for _, each, _ in scores])
    found = best_of(values, tie_breaks, max(rounding for _, _, rounding in scores))
    if found is None:
        return None
    ends = np.cumsum([one[0].size for one in scores])
    panel = int(np.searchsorted(ends, found, side="right"))
    shape = scores[panel][0].shape
    row, column = np.unravel_index(found - (ends[panel] - scores[panel][0].size), shape)
    return panel, (int(row), int(column))


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
        final_xy=joined(lambda part: part.final_xy),
        steps_to=joined(lambda part: part.steps_to(target)),
        minimum=joined(lambda part: part.reached_minimum),
        status=joined(lambda part: part.status),
        stopped_at=joined(lambda part: part.stopped_at),
    )
