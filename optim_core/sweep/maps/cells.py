"""The results of all cells of one map, and the best of several maps."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from optim_core.base.lazy import cached_property
from optim_core.base.result import AbstractResult, Array, Status
from optim_core.specs import Sweep
from optim_core.specs.parameter_sweep import ParameterSweep
from optim_core.specs.ranking import best_runs, loss_rounding

NO_RESULT = tuple(status for status in Status if not status.has_result)
UNREACHED = float(np.iinfo(np.int32).max)
"""Stands for the steps of a run that never arrives at the target: more than any run has."""

Cell = tuple[int, int]
"""(row, column) in a panel."""


class Scores(NamedTuple):
    """What decides which run of a panel is the best, as `best_runs` takes it; the lowest value is the best."""

    values: Array
    """NaN where a run has no result (rows, columns)."""
    tie_breaks: Array
    rounding: float
    tie_rounding: float


class BestCells(NamedTuple):
    """All best runs of some panels, as (index of the panel, (row, column) in it), in order; and how many runs `tied`.

    Without a tie both numbers are 1. If more runs tied than are best, the second criterion of `scores` decided.
    """

    cells: tuple[tuple[int, Cell], ...]
    tied: int


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
    def scores(self, quantity: str) -> Scores:
        """What decides which run is the best by `quantity`."""

    def best(self, quantity: str) -> Cell | None:
        """(row, column) of the best run that has a result, the first of equals; None if no run has one."""
        found = best_cells([self], quantity)
        return None if found is None else found.cells[0][1]

    def nearest_cell(self, x: float, y: float) -> tuple[int, int]:
        """(row, column) of the cell whose axis values are nearest to `x` and `y`."""
        up, across = (np.array(axis.values) for axis in self.spec.axes)
        return int(np.abs(up - y).argmin()), int(np.abs(across - x).argmin())


@dataclass(frozen=True, kw_only=True)
class Cells(AbstractCells):
    """One optimizer's map over races on a surface."""

    spec: Sweep | ParameterSweep
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

    def scores(self, quantity: str) -> Scores:
        """The best run has the lowest loss; among losses that tie, it takes the fewest steps to the target.

        The loss is the best one of a run if `quantity` is "best_loss", and else the final one. If it is "steps_to", the
        fewest steps decide first and the final loss second; a run that never reaches the target comes last.
        """
        spec, steps = self.spec, self.values("steps_to")
        rounding = spec.rounding if isinstance(spec, ParameterSweep) else loss_rounding(spec.surface)
        loss = self.values("best_loss" if quantity == "best_loss" else "final_loss")
        if quantity != "steps_to":
            return Scores(loss, steps, rounding, 0.0)
        return Scores(np.where(self.has_result & np.isnan(steps), UNREACHED, steps), loss, 0.0, rounding)


def best_cells(panels: Sequence[AbstractCells], quantity: str) -> BestCells | None:
    """The best runs of all panels, by the rule of `best_runs`; None if no run has a result."""
    scores = [panel.scores(quantity) for panel in panels]
    if not scores:
        return None
    values = np.concatenate([one.values.ravel() for one in scores])
    tie_breaks = np.concatenate([one.tie_breaks.ravel() for one in scores])
    rounding, tie_rounding = max(one.rounding for one in scores), max(one.tie_rounding for one in scores)
    found = best_runs(values, tie_breaks, rounding, tie_rounding)
    if found is None:
        return None
    ends = np.cumsum([one.values.size for one in scores])
    cells = []
    for index in found.indices:
        panel = int(np.searchsorted(ends, index, side="right"))
        values = scores[panel].values
        row, column = divmod(index - int(ends[panel]) + values.size, values.shape[1])
        cells.append((panel, (row, column)))
    return BestCells(tuple(cells), found.tied)
