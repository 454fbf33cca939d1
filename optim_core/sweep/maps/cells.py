"""The cells of one panel, from the pieces that were computed apart."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optim_core.base.result import AbstractResult, Array, Status
from optim_core.specs import Axis, Sweep
from optim_core.sweep import SweepResult
from optim_core.sweep.batched_runs import BLOCK_LANES
from optim_core.sweep.sequential_runs import BATCH_LANES

NO_RESULT = tuple(status for status in Status if not status.has_result)


@dataclass(frozen=True, kw_only=True)
class AbstractCells(AbstractResult):
    """One optimizer's map; every array is (y, x)."""

    spec: Any
    """The sweep that it shows: its `axes` are y and x."""
    status: NDArray[np.object_]
    stopped_at: NDArray[np.int32]
    """The step at which a run was stopped; -1 if it did all its steps."""

    @cached_property
    def has_result(self) -> NDArray[np.bool_]:
        """Where the run neither diverged nor failed."""
        return ~self.ended(*NO_RESULT)

    @cached_property
    def timed_out(self) -> NDArray[np.bool_]:
        """Where the time was up before the steps were done."""
        return self.ended(Status.OUT_OF_TIME)

    def ended(self, *statuses: Status) -> NDArray[np.bool_]:
        """Where a run ended in one of these ways."""
        found: NDArray[np.bool_] = np.any([self.status == status for status in statuses], axis=0)
        return found

    @abstractmethod
    def values(self, colour: str) -> Array:
        """What this choice of colours shows of each sound run; NaN elsewhere."""

    @abstractmethod
    def best(self, colour: str) -> tuple[int, int] | None:
        """(row, column) of the best sound run; None where there is none."""

    def nearest_cell(self, x: float, y: float) -> tuple[int, int]:
        """(row, column) of the cell whose values are nearest to these."""
        up, across = (np.array(axis.values) for axis in self.spec.axes)
        return int(np.abs(up - y).argmin()), int(np.abs(across - x).argmin())


@dataclass(frozen=True, kw_only=True)
class Cells(AbstractCells):
    """One optimizer's map over races on a surface."""

    spec: Sweep
    final_loss: Array
    best_loss: Array
    steps_to: NDArray[np.int32]
    """The first step at which the target was reached; -1 if never."""
    minimum: NDArray[np.intp]
    """Which known minimum the run arrived at; -1 if at none."""

    @cached_property
    def has_result(self) -> NDArray[np.bool_]:
        return np.isfinite(self.final_loss) & ~self.ended(*NO_RESULT)

    @property
    def reached(self) -> NDArray[np.bool_]:
        """Where a sound run reached the target."""
        return self.has_result & (self.steps_to >= 0)

    def values(self, colour: str) -> Array:
        """What `MapView.colour` shows of each sound run; NaN elsewhere."""
        if colour in ("steps_to", "minimum"):
            counted: NDArray[np.int64] = getattr(self, colour)
            return np.where(self.has_result & (counted >= 0), counted, np.nan)
        loss: Array = getattr(self, colour)
        return np.where(self.has_result, loss, np.nan)

    def best(self, colour: str) -> tuple[int, int] | None:
        """(row, column) of the best sound run: by steps where these are shown, else by loss; None if all diverged."""
        values = self.values(colour) if colour != "minimum" else self.values("final_loss")
        if not np.isfinite(values).any():
            values = self.values("best_loss")
        if not np.isfinite(values).any():
            return None
        row, column = np.unravel_index(np.nanargmin(values), values.shape)
        return int(row), int(column)


def chunks(spec: Sweep) -> tuple[Sweep, ...]:
    """The sweep in bands of rows, each about as large as lanes are computed together."""
    first, *others = spec.axes
    rows = max(1, (BLOCK_LANES if spec.optimizer.rule else BATCH_LANES) // max(1, spec.shape[-1]))
    bands = (first.values[place : place + rows] for place in range(0, len(first.values), rows))
    return tuple(replace(spec, axes=(Axis(first.name, band), *others)) for band in bands)


def merged(spec: Sweep, parts: Sequence[SweepResult], target: float) -> Cells:
    """The panel of `spec` from the results of its `pieces`."""

    def joined(values: Callable[[SweepResult], NDArray[Any]]) -> NDArray[Any]:
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
