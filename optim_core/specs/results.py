"""Results of runs: frozen dataclasses, which also describe failures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optim_core.base.lazy import cached_property
from optim_core.base.result import AbstractResult, Array, Failure, Status
from optim_core.optimizers import AbstractOptimizer
from optim_core.optimizers.schedules.base import MOST_UPDATES


@dataclass(frozen=True, kw_only=True, eq=False)
class Trajectory(AbstractResult):
    """One optimizer's path on a surface; row t of each array belongs to the point after t updates, row 0 to the start.

    A stopped run ends at its last finite point, after n <= steps updates. Compared by identity, and so hashable.
    """

    optimizer: AbstractOptimizer
    xy: Array
    """Positions (n + 1, 2): torch's parameters, which are the look-ahead points with Nesterov's momentum."""
    loss: Array
    """Loss at each position (n + 1,)."""
    grad: Array
    """Exact gradient at each position (n + 1, 2)."""
    noise: Array
    """Noise added to each gradient for the optimizer (n + 1, 2)."""
    state: Mapping[str, Array]
    """State tensors of the torch optimizer, name -> (n + 1, 2); row 0 is the state before the first update."""
    status: Status
    stopped_at: int | None
    """Step at which the run stopped; None if it did all steps, 0 if the optimizer could not be constructed."""
    failure: Failure | None = None
    """The exception of a failed run."""
    evaluated: NDArray[np.int64] | None = None
    """Total evaluations of loss and gradient after each update (n + 1,); None means one per update."""
    scheduled: Mapping[str, Array] = field(default_factory=dict)
    """Scheduled hyperparameters, name -> (n + 1,); row t is the value for update t + 1."""

    @property
    def steps(self) -> int:
        """Number n of updates in the arrays."""
        return len(self.loss) - 1

    def values(self, step: int) -> dict[str, Any]:
        """The hyperparameters that update number `step`, from 1, used."""
        scheduled = {name: float(values[step - 1]) for name, values in self.scheduled.items()}
        return self.optimizer.values() | scheduled

    @property
    def evaluations(self) -> NDArray[np.int64]:
        """Total evaluations of loss and gradient after each update (n + 1,)."""
        return np.arange(len(self.loss)) if self.evaluated is None else self.evaluated


UPDATE_EDGES: Array = np.exp2(np.arange(-30, 3))
"""Bin edges (33,) for |Δw|, powers of two; the outermost bins include all smaller and larger values."""


def _none() -> Array:
    return np.empty(0)


@dataclass(frozen=True, kw_only=True)
class TrainingLog(AbstractResult):
    """Training of one network: one contender, one seed. Every array is finite and ends where the network diverged.

    Arrays named `..._at` hold the steps, in updates done, that belong to the rows of the arrays below them.
    L is the number of layers, P the number of weights.
    """

    optimizer: AbstractOptimizer
    seed: int = 0
    device: str = "cpu"
    """Device of the training."""
    loss: Array
    """Mean loss of each mini-batch before its update (n,); of a regression, half the mean squared error."""
    evaluations: NDArray[np.int64]
    """Total evaluations of loss and gradient, before the first update and after each (n + 1,)."""
    measured_epochs: NDArray[np.int64]
    """Epochs done at each of the measures below (e,): 0, every one or, of a long training, every k-th, and the last."""
    train_score: Array
    """The task's score on the whole training set (e,)."""
    test_score: Array
    """The same on the test set (e,)."""
    train_loss: Array
    """Mean loss over the whole training set (e,)."""
    test_loss: Array
    """The same on the test set (e,)."""
    averaged: Mapping[str, Array] = field(default_factory=dict)
    """Name of each of these four -> the same of the averaged weights; empty without `ModelRun.ema_decay`."""
    status: Status
    stopped_at: int | None
    failure: Failure | None = None
    """As in `Trajectory`."""
    layers: tuple[str, ...] = ()
    """Layer names, in the model's order."""
    updates_at: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    """Numbers, from 1, of the updates recorded so far (m,): at most 100, evenly spaced, including the last."""
    grad_norm: Array = field(default_factory=_none)
    """Euclidean norm of each layer's mini-batch gradient at each of these updates (m, L)."""
    update_ratio: Array = field(default_factory=_none)
    """Norm of the update over the norm of the layer's weights before it (m, L); 0 if these were all 0."""
    update_histogram: Array = field(default_factory=_none)
    """Number of weights with |Δw| in each bin of `UPDATE_EDGES` (m, 32); rows sum to P."""
    average_distance: Array = field(default_factory=_none)
    """Distance of each layer's averaged weights from its weights, over the norm of these (m, L); empty without any."""
    weights_at: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    """First seed of a contender: 0, some of `updates_at`, and the last step (k,). Other seeds: the last step only."""
    weights: NDArray[np.float32] = field(default_factory=lambda: np.empty((0, 0), np.float32))
    """All weights in the model's order (k, P), including the last ones unless the network diverged or failed."""
    averaged_weights: NDArray[np.float32] = field(default_factory=lambda: np.empty((0, 0), np.float32))
    """Moving averages of the weights at these steps (k, P), fewer where one is not finite; empty as `averaged` is."""
    sharpness_at: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    """0 and `updates_at` (s,), for the first seed of a contender if `ModelRun.sharpness`; otherwise empty."""
    sharpness: Array = field(default_factory=_none)
    """Largest Hessian eigenvalue of the loss over the whole training set (s,), see `ModelRun`."""
    preconditioned_at: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    """`updates_at` (m,) where `preconditioned` was measured: with the sharpness, for Adam and AdamW; else empty."""
    preconditioned: Array = field(default_factory=_none)
    """Largest eigenvalue of the Hessian divided by what the optimizer divides its steps by (m,)."""

    @cached_property
    def scheduled(self) -> Mapping[str, Array]:
        """Scheduled hyperparameters, name -> (n,); row t is the value for update t + 1."""
        count = len(self.loss)
        if self.optimizer.loss_dependent or not count:
            return _arrays(self.optimizer.schedule_values(self.loss.tolist()))
        return {name: values[:count] for name, values in _planned(self.optimizer, 1 << count.bit_length()).items()}

    @property
    def of_averages(self) -> "TrainingLog":
        """This log with the averaged weights and their measures in place of the weights; itself without any."""
        if not self.averaged:
            return self
        measures: dict[str, Any] = dict(self.averaged)
        steps = self.weights_at[: len(self.averaged_weights)]
        return replace(self, weights=self.averaged_weights, weights_at=steps, **measures)

    @property
    def train_accuracy(self) -> Array:
        """`train_score` (e,), which is the accuracy in a classification."""
        return self.train_score

    @property
    def test_accuracy(self) -> Array:
        """`test_score` (e,), which is the accuracy in a classification."""
        return self.test_score


def _arrays(columns: Mapping[str, Sequence[float]]) -> dict[str, Array]:
    return {name: np.array(values) for name, values in columns.items()}


@lru_cache(32)
def _planned(optimizer: AbstractOptimizer, updates: int) -> Mapping[str, Array]:
    """Name -> value of each scheduled hyperparameter at each of the updates, at most `MOST_UPDATES`, without losses.

    Made once for a training that is shown again and again while it is under way.
    """
    found = _arrays(optimizer.schedule_values(repeat(0.0, min(updates, MOST_UPDATES))))
    for values in found.values():
        values.flags.writeable = False
    return found


def by_contender(logs: Sequence[TrainingLog], seeds: int) -> tuple[tuple[TrainingLog, ...], ...]:
    """The logs of a run grouped by contender, `seeds` logs each."""
    return tuple(tuple(logs[i : i + seeds]) for i in range(0, len(logs), seeds))
