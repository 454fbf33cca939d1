"""One optimizer over an axis or two of its hyperparameters: every cell a training, all of them at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optim_core.base.result import AbstractResult, Array, Status
from optim_core.specs import MODEL_SECONDS, ModelSweep
from optim_core.sweep.batched_trainings import train_lanes
from optim_core.sweep.monitor import STATUSES
from optim_core.sweep.sequential_trainings import train_each
from optim_core.train.checkpoint import MEASURES


@dataclass(frozen=True, kw_only=True)
class ModelSweepResult(AbstractResult):
    """How the trainings of a sweep ended; every array is shaped by the axes, in their order.

    A network that diverged keeps its last finite measures, as a `TrainingLog` does.
    """

    spec: ModelSweep
    final_score: Array
    """The task's score on the test set after the last epoch."""
    best_score: Array
    """The largest of these, that before training among them."""
    final_loss: Array
    """Over the whole training set after the last epoch."""
    status: NDArray[np.object_]
    """Of `Status`."""
    stopped_at: NDArray[np.int16]
    """The step at which a training was stopped; -1 if it did all its steps."""

    @property
    def diverged(self) -> NDArray[np.bool_]:
        """Where the training diverged."""
        statuses: list[Status] = self.status.ravel().tolist()
        return np.array([status.diverged for status in statuses]).reshape(self.status.shape)


def model_sweep(spec: ModelSweep, seconds: float = MODEL_SECONDS) -> ModelSweepResult:
    """Train every cell of `spec` in float32, as `train` would its `run_at`, for at most `seconds` of wall-clock time.

    Networks that the time does not suffice for say so in their status, and keep what was measured last.
    """
    grid = np.meshgrid(*(axis.values for axis in spec.axes), indexing="ij")
    lanes = {axis.name: values.ravel() for axis, values in zip(spec.axes, grid, strict=True)}
    one = spec.optimizer
    as_one_batch = one.rule is not None and (one.elementwise or one.flat)
    trained = (train_lanes if as_one_batch else train_each)(spec.run_of(one), grid[0].size, lanes, seconds)
    measures = dict(zip(MEASURES, trained.measures.T.reshape(-1, *spec.shape), strict=True))
    return ModelSweepResult(
        spec=spec,
        final_score=measures["test_score"],
        best_score=trained.best_score.reshape(spec.shape),
        final_loss=measures["train_loss"],
        status=STATUSES[trained.code].reshape(spec.shape),
        stopped_at=trained.stopped_at.reshape(spec.shape),
    )
