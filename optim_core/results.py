"""What a run leaves behind: frozen values, failure included."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optim_core.optimizers import AbstractOptimizer

Array = NDArray[np.float64]

DIVERGENCE = 1e6
"""A run has diverged once |loss| exceeds this many times max(|loss at the start|, 1)."""
CONVERGENCE = 1e-6
"""A run has converged if its last gradient's norm is at most this share of its first one's."""


class Status(Enum):
    """How a run ended."""

    CONVERGED = "converged"
    RUNNING = "running"
    """All steps done, not converged."""
    LEFT_DOMAIN = "left_domain"
    """Stopped: the loss grew past `DIVERGENCE` times its start."""
    NOT_FINITE = "not_finite"
    """Stopped: a loss, gradient or coordinate is NaN or infinite."""
    OUT_OF_TIME = "out_of_time"
    """Stopped by its budget of wall-clock time."""
    STOPPED = "stopped"
    """Stopped by a person."""

    @property
    def diverged(self) -> bool:
        return self in (Status.LEFT_DOMAIN, Status.NOT_FINITE)


@dataclass(frozen=True, kw_only=True)
class AbstractResult:
    """Base of results: every array is read-only, also after a trip through another process."""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            for array in value.values() if isinstance(value, Mapping) else (value,):
                if isinstance(array, np.ndarray):
                    array.setflags(write=False)

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.__post_init__()


@dataclass(frozen=True, kw_only=True)
class Trajectory(AbstractResult):
    """One optimizer's path on a surface; row t of each array is after t updates, row 0 the start.

    A stopped run keeps only the rows up to its last finite point, so n = min(steps, last finite step).
    """

    optimizer: AbstractOptimizer
    xy: Array
    """Positions (n + 1, 2)."""
    loss: Array
    """f at them (n + 1,)."""
    grad: Array
    """Exact gradients at them (n + 1, 2)."""
    noise: Array
    """What was added to them before the optimizer saw them (n + 1, 2)."""
    state: Mapping[str, Array]
    """torch's own state tensors (n + 1, 2) each; row 0 is the state before the first update."""
    status: Status
    stopped_at: int | None
    """The step at which the run was stopped; None if it did all its steps."""

    @property
    def steps(self) -> int:
        """Updates kept."""
        return len(self.loss) - 1


@dataclass(frozen=True, kw_only=True)
class TrainingLog(AbstractResult):
    """One optimizer's training of a model; losses before the update of their step, accuracies in [0, 1]."""

    optimizer: AbstractOptimizer
    loss: Array
    """Mean loss of each mini-batch (n,)."""
    train_accuracy: Array
    """On the whole training set after each epoch (epochs + 1,), row 0 before training."""
    test_accuracy: Array
    train_loss: Array
    """Mean loss over the whole training set, likewise (epochs + 1,)."""
    test_loss: Array
    status: Status
    stopped_at: int | None
