"""Many runs of an optimizer class that has no pure rule, by the class itself; far slower than by a rule."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import torch
from numpy.typing import NDArray

from optim_core.base.result import Array
from optim_core.base.time_slices import clock
from optim_core.descend import descend_from
from optim_core.descend.noise import GradientNoise
from optim_core.specs.metrics import steps_to
from optim_core.specs.results import Trajectory
from optim_core.sweep.arrivals import NEVER
from optim_core.sweep.monitor import CODE, LaneResults, LaneRun

BATCH_LANES = 32
"""Lanes whose gradients are computed together."""


def run_torch_lanes(run: LaneRun, start: Array, hyper: Mapping[str, NDArray[Any]], seconds: float) -> LaneResults:
    """As `run_lanes`, from `start` (n, 2) with hyperparameters (n,), by the optimizer class itself.

    Every `BATCH_LANES` lanes get an equal share of the seconds that remain, so that all lanes make some progress.
    """
    deadline, results = clock() + seconds, LaneResults(len(start), len(run.targets))
    columns = {name: values.tolist() for name, values in hyper.items()}
    settings = [{name: column[lane] for name, column in columns.items()} for lane in range(len(start))]
    optimizers = [replace(run.optimizer, **each) for each in settings]
    noise = GradientNoise(torch.zeros(run.steps + 1, 2, dtype=torch.float64) if run.noise is None else run.noise)
    blocks = [slice(first, first + BATCH_LANES) for first in range(0, len(start), BATCH_LANES)]
    for remaining, lanes in zip(range(len(blocks), 0, -1), blocks, strict=True):
        share = (deadline - clock()) / remaining
        paths = descend_from(start[lanes], run.surface, optimizers[lanes], run.steps, noise, share)
        for lane, path in enumerate(paths, lanes.start):
            _store(results, lane, path, run)
    return results


def _store(results: LaneResults, lane: int, path: Trajectory, run: LaneRun) -> None:
    results.code[lane] = CODE[path.status]
    results.stopped_at[lane] = NEVER if path.stopped_at is None else path.stopped_at
    if not len(path.loss):
        return
    results.final_loss[lane], results.best_loss[lane] = path.loss[-1], path.loss.min()
    results.final_xy[lane] = path.xy[-1]
    for index, target in enumerate(run.targets):
        arrival = steps_to(path, run.surface, target)
        results.arrival[lane, index] = NEVER if arrival is None else arrival
