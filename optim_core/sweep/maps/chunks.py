"""How the sweep of a map is split into chunks, and how their results are merged into the cells of the map."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optim_core.specs import Axis, Sweep
from optim_core.sweep import SweepResult
from optim_core.sweep.batched_runs import BLOCK_LANES
from optim_core.sweep.maps.cells import Cells
from optim_core.sweep.sequential_runs import BATCH_LANES


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
