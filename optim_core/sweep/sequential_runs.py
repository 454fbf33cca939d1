"""Many runs of an optimizer class without a pure rule, by the class itself; slower than a rule by far."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from optim_core.base.result import Array
from optim_core.base.time_slices import clock
from optim_core.descend import descend_from
from optim_core.descend.noise import GradientNoise
from optim_core.specs.results import Trajectory
from optim_core.sweep.monitor import CODE, NEVER, LaneResults, LaneRun

BATCH_LANES = 32
"""Lanes whose gradients are computed at once."""


def run_torch_lanes(run: LaneRun, start: Array, hyper: Mapping[str, NDArray[Any]], seconds: float) -> LaneResults:
    """As `run_lanes`; each few lanes have their share of the seconds left, so that all get somewhere."""
    deadline, ended = clock() + seconds, LaneResults(len(start), len(run.targets))
    columns = {name: values.tolist() for name, values in hyper.items()}
    settings = [{name: column[lane] for name, column in columns.items()} for lane in range(len(start))]
    optimizers = [replace(run.optimizer, **each) for each in settings]
    noise = GradientNoise(torch.zeros(run.steps + 1, 2, dtype=torch.float64) if run.noise is None else run.noise)
    blocks = [slice(first, first + BATCH_LANES) for first in range(0, len(start), BATCH_LANES)]
    for left, lanes in zip(range(len(blocks), 0, -1), blocks, strict=True):
        share = (deadline - clock()) / left
        paths = descend_from(start[lanes], run.surface, optimizers[lanes], run.steps, noise, share)
        for lane, path in enumerate(paths, lanes.start):
            _note(ended, lane, path, run)
    return ended


def _note(ended: LaneResults, lane: int, path: Trajectory, run: LaneRun) -> None:
    ended.code[lane] = CODE[path.status]
    ended.stopped_at[lane] = NEVER if path.stopped_at is None else path.stopped_at
    if not len(path.loss):
        return
    ended.final_loss[lane], ended.best_loss[lane], ended.final_xy[lane] = path.loss[-1], path.loss.min(), path.xy[-1]
    if run.surface.lowest is not None:
        gap = path.loss - run.surface.lowest
        for place, target in enumerate(run.targets):
            ended.first_step[place, lane] = next(iter(np.flatnonzero(gap <= target * gap[0])), NEVER)
