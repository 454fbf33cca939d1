"""How the sweep of a map is split into chunks, and how their results are merged into the cells of the map."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optim_core.specs import Axis, Sweep
from optim_core.specs.parameter_sweep import ParameterSweep
from optim_core.sweep import SweepResult
from optim_core.sweep.batched_runs import BLOCK_LANES
from optim_core.sweep.maps.cells import Cells
from optim_core.sweep.sequential_runs import BATCH_LANES


def chunks(spec: Sweep | ParameterSweep) -> tuple[Sweep, ...]:
    """Split a sweep by rows into sweeps of about as many lanes as are computed together.

    Those of a `ParameterSweep` are the sweeps of the values of its parameter.
    """
    if isinstance(spec, ParameterSweep):
        return spec.sweeps
    first, *others = spec.axes
    rows = max(1, (BLOCK_LANES if spec.optimizer.rule else BATCH_LANES) // max(1, spec.shape[-1]))
    bands = (first.values[row : row + rows] for row in range(0, len(first.values), rows))
    return tuple(replace(spec, axes=(Axis(first.name, band), *others)) for band in bands)


def merged(spec: Sweep | ParameterSweep, parts: Sequence[SweepResult], target: float) -> Cells:
    """The map of `spec`, from the results of its `chunks` in their order.

    The surfaces of a `ParameterSweep` have no minima in common, so its `minimum` is -1 everywhere.
    """

    def joined(values: Callable[[SweepResult], NDArray[Any]]) -> NDArray[Any]:
        """The values (rows, columns, ...) of all chunks."""
        found = [values(part) for part in parts]
        return (
            np.stack(found, axis=0 if spec.upward else 1) if isinstance(spec, ParameterSweep) else np.concatenate(found)
        )

    def minimum(part: SweepResult) -> NDArray[np.intp]:
        """Index of the minimum that each run of a chunk reached (rows, columns); -1 if none."""
        reached = part.reached_minimum
        return np.full_like(reached, -1) if isinstance(spec, ParameterSweep) else reached

    return Cells(
        spec=spec,
        final_loss=joined(lambda part: part.final_loss),
        best_loss=joined(lambda part: part.best_loss),
        final_xy=joined(lambda part: part.final_xy),
        steps_to=joined(lambda part: part.steps_to(target)),
        minimum=joined(minimum),
        status=joined(lambda part: part.status),
        stopped_at=joined(lambda part: part.stopped_at),
    )
