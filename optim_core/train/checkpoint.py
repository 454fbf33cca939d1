"""The state of a training between two segments: NumPy arrays, cheap to send to another process."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optim_core.base.result import Failure, Status

Floats = NDArray[np.float32]
Counts = NDArray[np.int32]
MEASURES = ("train_loss", "train_score", "test_loss", "test_score")
"""Measures of a network over whole data sets: the columns of `TrainingRecord.epochs`."""


@dataclass(frozen=True, kw_only=True)
class Networks:
    """All K networks after `step` updates, ordered by contender, then by seed; C contenders, P weights each."""

    step: int
    weights: Floats
    """(K, P); meaningless for networks that have diverged."""
    states: tuple[tuple[dict[str, Any], ...], ...]
    """For each contender the `state_dict` of each of its torch optimizers, with arrays instead of tensors.

    () before the first step, and where no further step follows.
    """
    limits: NDArray[np.float64]
    """Losses beyond which the networks have diverged (K,)."""
    status: tuple[Status, ...]
    stopped_at: tuple[int | None, ...]
    failures: tuple[Failure | None, ...]
    top_eigenvectors: Floats
    """Last top eigenvector of the Hessian for the first seed of each contender (C, P); C = 0 without sharpness."""
    preconditioned_eigenvectors: Floats
    """The same of the Hessian divided by the `divisor` of each contender."""
    averages: Floats
    """Moving averages of the weights (K, P); (0, P) without `ModelRun.ema_decay`."""


@dataclass(frozen=True, kw_only=True)
class TrainingRecord:
    """Recorded values, one row per recorded step; the rows of a network after its end are meaningless.

    Losses of all updates; of the rest at most what `recording_steps` says. The longest training of 8 contenders and 16
    seeds has 10 MB of losses.
    """

    loss: Floats
    """Mini-batch losses (n, K)."""
    evaluated: Counts
    """Evaluations of loss and gradient in each update (n, K)."""
    epochs: NDArray[np.float64]
    """`MEASURES` after each of the `measured_epochs` (e, K, 4)."""
    averaged: NDArray[np.float64]
    """The same of the averaged weights (e, K, 4); (e, 0, 4) without them."""
    norms: Floats
    """Norm of the gradient, and of the update over that of the weights, per layer, at `updates_at` (m, K, 2, L)."""
    histogram: NDArray[np.uint16]
    """Numbers of weights per bin of |Δw|, at `updates_at` (m, K, bins)."""
    distances: Floats
    """Per layer |averaged - weights| / |weights| at `updates_at` (m, K, L); (m, 0, L) without averaged weights."""
    snapshots: Floats
    """Weights of the first seed of each contender at `snapshots_at` (s, C, P)."""
    averaged_snapshots: Floats
    """The same of the averaged weights (s, C, P); (s, 0, P) without them."""
    sharpness: Floats
    """Top Hessian eigenvalue of the same networks at 0 and `updates_at` (m + 1, C); empty if not requested."""
    preconditioned: Floats
    """That of the Hessian divided by the `divisor`, at `updates_at` (m, C): NaN without one, empty if not requested."""

    def then(self, later: "TrainingRecord") -> "TrainingRecord":
        """This record followed by `later`."""
        pairs = {field.name: (getattr(self, field.name), getattr(later, field.name)) for field in fields(self)}
        return TrainingRecord(**{name: np.concatenate(pair) for name, pair in pairs.items()})


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """A training so far, or one segment of it, whose record then covers that segment only; it took `seconds`."""

    seconds: float
    networks: Networks
    record: TrainingRecord

    @property
    def step(self) -> int:
        return self.networks.step

    def then(self, segment: "Checkpoint") -> "Checkpoint":
        """This checkpoint merged with the segment that continued from it."""
        seconds, record = self.seconds + segment.seconds, self.record.then(segment.record)
        return Checkpoint(seconds=seconds, networks=segment.networks, record=record)


def mapped(value: Any, kind: type, change: Any) -> Any:
    """A copy of nested dicts, lists and tuples with `change` applied to every instance of `kind`."""
    if isinstance(value, kind):
        return change(value)
    if isinstance(value, dict):
        return {name: mapped(each, kind, change) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(mapped(each, kind, change) for each in value)
    return value
