"""The steps of a training at which details are recorded; few enough to cost little time and memory."""

import numpy as np
from numpy.typing import NDArray

from optim_core.specs import ModelRun

MAX_RECORDED_STEPS = 100
STEPS_PER_RECORDING = 5
"""At most one update in this number is recorded."""
SNAPSHOT_BYTES = 4_000_000
"""Of all snapshots of the weights; those of averaged weights may take as much again."""
MOST_MEASURED_EPOCHS = 2_000

Steps = NDArray[np.int64]


def updates_at(run: ModelRun) -> Steps:
    """The updates, from 1, whose norms and histograms are recorded (m,): evenly spaced, including the last."""
    return _spread(0, run.steps, min(MAX_RECORDED_STEPS, -(-run.steps // STEPS_PER_RECORDING)))[1:]


def snapshots_at(run: ModelRun) -> Steps:
    """Steps with a weight snapshot (s,): 0, the last, and as many of `updates_at` as fit in `SNAPSHOT_BYTES`."""
    recorded_steps = np.concatenate([[0], updates_at(run)])
    size = 4 * len(run.optimizers) * run.model.parameters(run.dataset.inputs, run.dataset.outputs)
    return recorded_steps[_spread(0, len(recorded_steps) - 1, min(SNAPSHOT_BYTES // size, len(recorded_steps)) - 1)]


def epochs_between(run: ModelRun) -> int:
    """The networks are measured over the whole data after every epoch of this number, and after the last."""
    return -(-run.epochs // MOST_MEASURED_EPOCHS)


def measured_epochs(run: ModelRun) -> Steps:
    """The epochs after which the networks are measured (e,), at most `MOST_MEASURED_EPOCHS`, and before them 0."""
    return np.append(np.arange(0, run.epochs, epochs_between(run)), run.epochs)


def count_reached(recorded_steps: Steps, step: int) -> int:
    """Number of `recorded_steps` (m,) up to and including `step`."""
    return int(np.searchsorted(recorded_steps, step, side="right"))


def _spread(low: int, high: int, parts: int) -> Steps:
    """Up to `parts` + 1 distinct whole numbers, evenly spaced from `low` to `high`."""
    return np.unique(np.round(np.linspace(low, high, parts + 1)).astype(np.int64))
