"""A map over trainings, computed in the background: some networks at a time, coarse cells first."""

import time
from collections import deque
from collections.abc import Hashable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import fields, replace
from typing import NamedTuple

import numpy as np

from optim_core.base import pool
from optim_core.base.background import AbstractBackground
from optim_core.base.byte_cache import size
from optim_core.base.errors import SpecError
from optim_core.base.result import Status
from optim_core.specs import MODEL_SECONDS, Axis, ModelSweep
from optim_core.sweep.maps.model_maps import COARSE_STRIDE, ModelCells, ModelMapRun, untrained
from optim_core.sweep.model_sweep import ModelSweepResult, model_sweep

FIRST_SIZE, MAX_SIZE, MAX_GROWTH = 4, 128, 4
"""Networks in the first block and in the largest; how many times larger than the last the next may be."""
BLOCK_SECONDS, MAX_BLOCK_SECONDS = 0.5, 10.0
"""What a block should take, so that other visitors get their turn, and what it may take at most."""
TICK_SECONDS = 0.05
"""The longest wait for a result before the job looks whether it is to stop."""


class CellBlock(NamedTuple):
    """Cells of one contender's map that are computed together: the product of `rows` and `columns`."""

    contender: int
    rows: tuple[int, ...]
    columns: tuple[int, ...]


class MapJob(AbstractBackground):
    """A background job that fills the panels of one `ModelMapRun`.

    `panels` holds a `ModelCells` for each optimizer, or the SpecError that says why it has no map.
    """

    def __init__(self, run: ModelMapRun, owner: Hashable = None) -> None:
        """Prepare the empty panels. SpecError (`map_lanes`) if there are too many networks."""
        super().__init__(owner)
        run.check_size()
        self.run, self.seconds, self.size = run, 0.0, FIRST_SIZE
        self.panels = [_empty_panel(run, optimizer) for optimizer in run.optimizers]
        drawn = [i for i, panel in enumerate(self.panels) if isinstance(panel, ModelCells)]
        across, up = (tuple(range(len(values))) for values in run.axis_values(run.side))
        coarse, columns = (every[COARSE_STRIDE // 2 :: COARSE_STRIDE] for every in (up, across))
        fine, between = ([i for i in every if i not in some] for every, some in ((up, coarse), (across, columns)))
        parts = ((coarse, columns), (coarse, tuple(between)), (tuple(fine), across))
        self.pending = deque(CellBlock(i, *of) for of in parts for i in drawn if all(of))

    @property
    def done(self) -> bool:
        return not self.running and (not self.pending or self.out_of_time)

    @property
    def out_of_time(self) -> bool:
        return self.seconds >= MODEL_SECONDS

    @property
    def progress(self) -> float:
        """The share of the networks that have been trained, between 0 and 1."""
        drawn = [panel for panel in self.panels if isinstance(panel, ModelCells)]
        return float(np.mean([panel.trained for panel in drawn])) if drawn else 1.0

    @property
    def nbytes(self) -> int:
        """Bytes of the panels, for a cache of maps."""
        return size(self.panels)

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the map is done or out of time, at the pace so far; None before the first result."""
        if not (share := self.progress):
            return None
        return min(self.seconds * (1 / share - 1), MODEL_SECONDS - self.seconds)

    def _work(self) -> None:
        submitted: dict[Future[ModelSweepResult], tuple[CellBlock, float]] = {}
        try:
            while (self.pending or submitted) and not self._halt.is_set() and not self.out_of_time:
                while self.pending and len(submitted) < max(pool.WORKERS, 1):
                    block = self._next()
                    future = pool.submit(model_sweep, self._spec(block), MAX_BLOCK_SECONDS, owner=self.owner)
                    submitted[future] = block, time.monotonic()
                begun = time.monotonic()
                for future in wait(submitted, TICK_SECONDS, FIRST_COMPLETED).done:
                    self._put(future, *submitted.pop(future))
                self.seconds += time.monotonic() - begun
        finally:
            pool.cancel(*submitted)
            self.pending.extendleft(block for block, _ in submitted.values())
            if self.out_of_time:
                self._mark_out_of_time()

    def _next(self) -> CellBlock:
        """The next block, of about as many cells as can be trained in `BLOCK_SECONDS`."""
        contender, rows, columns = self.pending.popleft()
        across, up = min(self.size, len(columns)), max(1, self.size // len(columns))
        rest = [CellBlock(contender, rows[:up], columns[across:]), CellBlock(contender, rows[up:], columns)]
        self.pending.extendleft(block for block in reversed(rest) if block.rows and block.columns)
        return CellBlock(contender, rows[:up], columns[:across])

    def _spec(self, block: CellBlock) -> ModelSweep:
        cells = self.panels[block.contender]
        assert isinstance(cells, ModelCells)
        up, across = cells.spec.axes
        named = ((up, block.rows), (across, block.columns))
        return replace(cells.spec, axes=tuple(Axis(a.name, tuple(a.values[i] for i in at)) for a, at in named))

    def _put(self, future: "Future[ModelSweepResult]", block: CellBlock, begun: float) -> None:
        result = future.result()
        pace = BLOCK_SECONDS / max(time.monotonic() - begun, 1e-3)
        self.size = max(1, min(int(result.status.size * pace), MAX_GROWTH * self.size, MAX_SIZE))
        cells, at = self.panels[block.contender], np.ix_(block.rows, block.columns)
        assert isinstance(cells, ModelCells)
        new = {"train_loss": result.final_loss} | {
            name: getattr(result, name) for name in ("status", "stopped_at", "final_score", "best_score")
        }
        arrays = {field.name: getattr(cells, field.name).copy() for field in fields(cells) if field.name != "spec"}
        for name, values in new.items():
            arrays[name][at] = values
        self.panels[block.contender] = ModelCells(spec=cells.spec, **arrays)

    def _mark_out_of_time(self) -> None:
        for i, panel in enumerate(self.panels):
            if isinstance(panel, ModelCells):
                status = panel.status.copy()
                status[panel.ended(Status.STOPPED)] = Status.OUT_OF_TIME
                self.panels[i] = replace(panel, status=status)


def _empty_panel(run: ModelMapRun, optimizer: object) -> ModelCells | SpecError:
    try:
        return untrained(run.sweep(optimizer))  # type: ignore[arg-type]
    except SpecError as error:
        return error
