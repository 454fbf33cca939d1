"""A map over trainings that goes on beside the session, some networks at a time, coarse before fine."""

import time
from collections import deque
from collections.abc import Hashable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import fields, replace
from typing import NamedTuple

import numpy as np

from optim_core.base import pool
from optim_core.base.background import AbstractBackground
from optim_core.base.errors import SpecError
from optim_core.base.result import Status
from optim_core.specs import MODEL_SECONDS, Axis, ModelSweep
from optim_core.sweep.maps.model_maps import COARSE_STRIDE, ModelCells, ModelMapRun, untrained
from optim_core.sweep.model_sweep import ModelSweepResult, model_sweep

FIRST, MOST, FASTER = 4, 128, 4
"""Networks of the first piece and of the largest; how many times as large the next may be."""
PIECE_SECONDS, LONGEST = 0.5, 10.0
"""What a piece should take, so that other visitors' work gets its turn, and what it may take at most."""
TICK = 0.05


class CellBlock(NamedTuple):
    """Some cells of a contender's map: these rows of these columns."""

    contender: int
    rows: tuple[int, ...]
    columns: tuple[int, ...]


class MapJob(AbstractBackground):
    """One map."""

    def __init__(self, run: ModelMapRun, owner: Hashable = None) -> None:
        """SpecError if it is too much work."""
        super().__init__(owner)
        run.check_size()
        self.run, self.seconds, self.size = run, 0.0, FIRST
        self.panels = [_begun(run, optimizer) for optimizer in run.optimizers]
        drawn = [i for i, panel in enumerate(self.panels) if isinstance(panel, ModelCells)]
        every, coarse = tuple(range(run.side)), tuple(range(run.side))[COARSE_STRIDE // 2 :: COARSE_STRIDE]
        fine = tuple(place for place in every if place not in coarse)
        self.todo = deque(CellBlock(i, *of) for of in ((coarse, coarse), (coarse, fine), (fine, every)) for i in drawn)

    @property
    def done(self) -> bool:
        return not self.running and (not self.todo or self.out_of_time)

    @property
    def out_of_time(self) -> bool:
        return self.seconds >= MODEL_SECONDS

    @property
    def progress(self) -> float:
        """Share of the networks that are trained."""
        drawn = [panel for panel in self.panels if isinstance(panel, ModelCells)]
        return float(np.mean([panel.trained for panel in drawn])) if drawn else 1.0

    @property
    def seconds_left(self) -> float | None:
        """At the pace so far; None before the first networks."""
        if not (share := self.progress):
            return None
        return min(self.seconds * (1 / share - 1), MODEL_SECONDS - self.seconds)

    def _work(self) -> None:
        going: dict[Future[ModelSweepResult], tuple[CellBlock, float]] = {}
        try:
            while (self.todo or going) and not self._halt.is_set() and not self.out_of_time:
                while self.todo and len(going) < max(pool.WORKERS, 1):
                    block = self._next()
                    future = pool.submit(model_sweep, self._spec(block), LONGEST, owner=self.owner)
                    going[future] = block, time.monotonic()
                begun = time.monotonic()
                for future in wait(going, TICK, FIRST_COMPLETED).done:
                    self._put(future, *going.pop(future))
                self.seconds += time.monotonic() - begun
        finally:
            pool.cancel(*going)
            self.todo.extendleft(block for block, _ in going.values())
            if self.out_of_time:
                self._late()

    def _next(self) -> CellBlock:
        """The next cells, as many as `PIECE_SECONDS` seem to suffice for."""
        contender, rows, columns = self.todo.popleft()
        across, up = min(self.size, len(columns)), max(1, self.size // len(columns))
        rest = [CellBlock(contender, rows[:up], columns[across:]), CellBlock(contender, rows[up:], columns)]
        self.todo.extendleft(block for block in reversed(rest) if block.rows and block.columns)
        return CellBlock(contender, rows[:up], columns[:across])

    def _spec(self, block: CellBlock) -> ModelSweep:
        cells = self.panels[block.contender]
        assert isinstance(cells, ModelCells)
        up, across = cells.spec.axes
        named = ((up, block.rows), (across, block.columns))
        return replace(cells.spec, axes=tuple(Axis(a.name, tuple(a.values[i] for i in at)) for a, at in named))

    def _put(self, future: "Future[ModelSweepResult]", block: CellBlock, begun: float) -> None:
        result = future.result()
        pace = PIECE_SECONDS / max(time.monotonic() - begun, 1e-3)
        self.size = max(1, min(int(result.status.size * pace), FASTER * self.size, MOST))
        cells, at = self.panels[block.contender], np.ix_(block.rows, block.columns)
        assert isinstance(cells, ModelCells)
        new = {"train_loss": result.final_loss} | {
            name: getattr(result, name) for name in ("status", "stopped_at", "final_score", "best_score")
        }
        kept = {field.name: getattr(cells, field.name).copy() for field in fields(cells) if field.name != "spec"}
        for name, values in new.items():
            kept[name][at] = values
        self.panels[block.contender] = ModelCells(spec=cells.spec, **kept)

    def _late(self) -> None:
        for i, panel in enumerate(self.panels):
            if isinstance(panel, ModelCells):
                status = panel.status.copy()
                status[panel.ended(Status.STOPPED)] = Status.OUT_OF_TIME
                self.panels[i] = replace(panel, status=status)


def _begun(run: ModelMapRun, optimizer: object) -> ModelCells | SpecError:
    try:
        return untrained(run.sweep(optimizer))  # type: ignore[arg-type]
    except SpecError as error:
        return error
