"""A sweep over trainings: one model and optimizer, once for each combination of hyperparameters."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optim_core.base.result import AbstractResult, Array, Status
from optim_core.base.time_slices import clock
from optim_core.specs import MODEL_SECONDS, ModelRun, ModelSweep
from optim_core.specs.setup_axes import SETUP_AXES, with_setup
from optim_core.sweep.batched_trainings import TrainingResults, train_lanes
from optim_core.sweep.monitor import STATUSES
from optim_core.sweep.sequential_trainings import train_each
from optim_core.train.checkpoint import MEASURES


@dataclass(frozen=True, kw_only=True)
class ModelSweepResult(AbstractResult):
    """How the trainings of a sweep ended. The shape (...) of every array is `spec.shape`, one dimension per axis.

    A diverged network has its last finite measures, as in a `TrainingLog`.
    """

    spec: ModelSweep
    final_score: Array
    """The task's score on the test set after the last epoch."""
    best_score: Array
    """The best score on the test set after any epoch, or before training."""
    final_loss: Array
    """The mean loss over the whole training set after the last epoch."""
    status: NDArray[np.object_]
    """`Status` of each training (...)."""
    stopped_at: NDArray[np.int16]
    """The step at which a training was stopped; -1 if it did all its steps."""

    @property
    def diverged(self) -> NDArray[np.bool_]:
        """Whether each training diverged (...)."""
        statuses: list[Status] = self.status.ravel().tolist()
        return np.array([status.diverged for status in statuses]).reshape(self.status.shape)


def model_sweep(spec: ModelSweep, seconds: float = MODEL_SECONDS) -> ModelSweepResult:
    """Train every cell of `spec` in float32, as `train(spec.run_at(...))` would, for at most `seconds` of wall clock.

    The networks of each width and each batch size train together, and get an equal share of the seconds that remain. A
    network that runs out of time has `Status.OUT_OF_TIME` and its last measures.
    """
    deadline, results = clock() + seconds, TrainingResults(math.prod(spec.shape))
    grid = np.meshgrid(*(axis.values for axis in spec.axes), indexing="ij")
    hyper = {axis.name: values.ravel() for axis, values in zip(spec.axes, grid, strict=True)}
    setup = {name: hyper.pop(name).tolist() for name in SETUP_AXES if name in hyper}
    setups = list(zip(*setup.values(), strict=True)) or [()] * math.prod(spec.shape)
    batches = [[lane for lane, own in enumerate(setups) if own == each] for each in dict.fromkeys(setups)]
    for remaining, lanes in zip(range(len(batches), 0, -1), batches, strict=True):
        run = with_setup(spec.run_of(spec.optimizer), dict(zip(setup, setups[lanes[0]], strict=True)))
        own = {name: values[lanes] for name, values in hyper.items()}
        results.put(lanes, train_settings(run, len(lanes), own, (deadline - clock()) / remaining))
    measures = dict(zip(MEASURES, results.measures.T.reshape(-1, *spec.shape), strict=True))
    return ModelSweepResult(
        spec=spec,
        final_score=measures["test_score"],
        best_score=results.best_score.reshape(spec.shape),
        final_loss=measures["train_loss"],
        status=STATUSES[results.code].reshape(spec.shape),
        stopped_at=results.stopped_at.reshape(spec.shape),
    )


def train_settings(run: ModelRun, count: int, hyper: Mapping[str, NDArray[Any]], seconds: float) -> TrainingResults:
    """Train with `count` settings, each entry of `hyper` having shape (count,).

    One batch by the optimizer's pure rule if it has one that allows that, otherwise one training after the other.
    """
    (optimizer,) = run.optimizers
    as_one_batch = optimizer.rule is not None and (optimizer.elementwise or optimizer.flat)
    return (train_lanes if as_one_batch else train_each)(run, count, hyper, seconds)
