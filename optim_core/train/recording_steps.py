"""When a training is looked at more closely: few enough moments to cost little time and memory."""

import numpy as np
from numpy.typing import NDArray

from optim_core.specs import ModelRun

MAX_RECORDED_STEPS = 100
STEPS_PER_RECORDING = 5
"""At most one update in so many is looked at."""
SNAPSHOT_BYTES = 4_000_000

Steps = NDArray[np.int64]


def updates_at(run: ModelRun) -> Steps:
    """The updates, counted from 1, whose norms and sizes are recorded: evenly spread, the last among them."""
    return _spread(0, run.steps, min(MAX_RECORDED_STEPS, -(-run.steps // STEPS_PER_RECORDING)))[1:]


def snapshots_at(run: ModelRun) -> Steps:
    """The steps after which weights are kept: 0, the last, and as many of `updates_at` as `SNAPSHOT_BYTES` hold."""
    recorded_steps = np.concatenate([[0], updates_at(run)])
    size = 4 * len(run.optimizers) * run.model.parameters(run.dataset.inputs, run.dataset.outputs)
    return recorded_steps[_spread(0, len(recorded_steps) - 1, min(SNAPSHOT_BYTES // size, len(recorded_steps)) - 1)]


def count_reached(recorded_steps: Steps, step: int) -> int:
    """How many of the moments lie at or before `step`."""
    return int(np.searchsorted(recorded_steps, step, side="right"))


def _spread(low: int, high: int, parts: int) -> Steps:
    """`parts` + 1 whole numbers from `low` to `high`, none twice."""
    return np.unique(np.round(np.linspace(low, high, parts + 1)).astype(np.int64))
