"""What a run leaves behind: frozen values, failure included."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optim_core.base.result import AbstractResult, Array, Failure, Status
from optim_core.optimizers import AbstractOptimizer


@dataclass(frozen=True, kw_only=True, eq=False)
class Trajectory(AbstractResult):
    """One optimizer's path on a surface; row t of each array is after t updates, row 0 the start.

    Equal to itself only, so that it can be a key.

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
    """The step at which the run was stopped; None if it did all its steps. 0 if the optimizer could not be made."""
    failure: Failure | None = None
    """What the optimizer raised, of a run that failed."""
    evaluated: NDArray[np.int64] | None = None
    """How often loss and gradient were asked for in all, after each update (n + 1,); None where once in each."""
    scheduled: Mapping[str, Array] = field(default_factory=dict)
    """The hyperparameters that a schedule moves: name -> (n + 1,), row t what the update t + 1 is made with."""

    @property
    def steps(self) -> int:
        """Updates kept."""
        return len(self.loss) - 1

    def values(self, step: int) -> dict[str, Any]:
        """The optimizer's hyperparameters, as the update `step`, from 1, is made with them."""
        return self.optimizer.values() | {name: float(values[step - 1]) for name, values in self.scheduled.items()}

    @property
    def evaluations(self) -> NDArray[np.int64]:
        """Evaluations of loss and gradient after each update (n + 1,)."""
        return np.arange(len(self.loss)) if self.evaluated is None else self.evaluated


UPDATE_EDGES: Array = np.exp2(np.arange(-30, 3))
"""Powers of two that bound the bins for the sizes |Δw| of updates; the outermost bins count what lies beyond, too."""


def _none() -> Array:
    return np.empty(0)


@dataclass(frozen=True, kw_only=True)
class TrainingLog(AbstractResult):
    """One network's training: a contender from one seed. Every array is finite, and ends where the network diverged.

    A run's logs are ordered by contender, then by seed. Arrays named `..._at` hold the steps, as numbers of updates
    done, that belong to the rows of the arrays below them. L counts layers, P weights.
    """

    optimizer: AbstractOptimizer
    seed: int = 0
    device: str = "cpu"
    """Where it was trained."""
    loss: Array
    """Mean loss of each mini-batch before its update (n,)."""
    evaluations: NDArray[np.int64]
    """How often loss and gradient had been asked for in all, before the first update and after each (n + 1,)."""
    train_score: Array
    """On the whole training set after each epoch (epochs + 1,), row 0 before training: the task's score."""
    test_score: Array
    train_loss: Array
    """Mean loss over the whole training set, likewise (epochs + 1,)."""
    test_loss: Array
    status: Status
    stopped_at: int | None
    failure: Failure | None = None
    """As in `Trajectory`."""
    layers: tuple[str, ...] = ()
    """Their names, in the model's order."""
    updates_at: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    """At most 100 updates, by their numbers from 1, evenly spread, the last among them; those reached so far (m,)."""
    grad_norm: Array = field(default_factory=_none)
    """Euclidean norm of the mini-batch gradient before each of these updates, a column a layer (m, L)."""
    update_ratio: Array = field(default_factory=_none)
    """Norm of the update over the norm of the layer's weights before it, likewise; 0 where these were all 0."""
    update_histogram: Array = field(default_factory=_none)
    """How many weights the update moved by |Δw| within each bin of `UPDATE_EDGES` (m, 32); rows sum to P."""
    weights_at: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    """A contender's first seed: 0, a subset of `updates_at`, and the step reached (k,). Other seeds: that alone."""
    weights: NDArray[np.float32] = field(default_factory=lambda: np.empty((0, 0), np.float32))
    """All weights in the model's order (k, P), each network's own last among them unless it diverged."""
    sharpness_at: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    """0 and `updates_at`, for a contender's first seed where `ModelRun.sharpness` asks for it, else nothing (s,)."""
    sharpness: Array = field(default_factory=_none)
    """Largest eigenvalue of the Hessian of the loss over the whole training set (s,)."""

    @cached_property
    def scheduled(self) -> Mapping[str, Array]:
        """The hyperparameters that a schedule moves: name -> (n,), what each update was made with."""
        return {name: np.array(values) for name, values in self.optimizer.schedule_values(self.loss.tolist()).items()}

    @property
    def train_accuracy(self) -> Array:
        """`train_score`, which of classes is the share of right answers."""
        return self.train_score

    @property
    def test_accuracy(self) -> Array:
        """`test_score`, likewise."""
        return self.test_score


def by_contender(logs: Sequence[TrainingLog], seeds: int) -> tuple[tuple[TrainingLog, ...], ...]:
    """The logs of each contender, one a seed; those of a run have `run.seeds` each."""
    return tuple(tuple(logs[i : i + seeds]) for i in range(0, len(logs), seeds))
