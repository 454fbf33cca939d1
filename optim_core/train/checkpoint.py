"""A training between two chunks of work: plain NumPy values, cheap to send to another process."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optim_core.base.result import Failure, Status

Floats = NDArray[np.float32]
MEASURES = ("train_loss", "train_score", "test_loss", "test_score")
"""What is measured of a network, in the order of a row of `TrainingRecord.epochs`."""


@dataclass(frozen=True, kw_only=True)
class Networks:
    """All K networks after `step` updates: what it takes to go on. Those of a contender lie side by side."""

    step: int
    weights: Floats
    """(K, P); what a diverged network holds is of no meaning."""
    states: tuple[tuple[dict[str, Any], ...], ...]
    """Of each contender, the `state_dict` of each of its torch optimizers, tensors as arrays."""
    limits: NDArray[np.float64]
    """The loss beyond which each has diverged (K,)."""
    status: tuple[Status, ...]
    stopped_at: tuple[int | None, ...]
    failures: tuple[Failure | None, ...]
    top_eigenvectors: Floats
    """The last direction of largest curvature of each contender's first network (C, P); none before the first."""


@dataclass(frozen=True, kw_only=True)
class TrainingRecord:
    """What was seen on the way, a row a moment; rows of a diverged network after its end mean nothing.

    Bounded: at most 2,000 losses, 2,001 measures, 100 updates of each network, and `SNAPSHOT_BYTES` of snapshots.
    """

    loss: Floats
    """Mini-batch losses (n, K)."""
    evaluated: NDArray[np.int32]
    """How often each update asked for loss and gradient (n, K)."""
    epochs: NDArray[np.float64]
    """`MEASURES` before training and after each epoch (e, K, 4)."""
    norms: Floats
    """Of gradient and of update over weights, for each layer, at `updates_at` (m, K, 2, L)."""
    histogram: NDArray[np.uint16]
    """Sizes of updates (m, K, bins), likewise."""
    snapshots: Floats
    """The weights of each contender's first network at `snapshots_at` (s, C, P)."""
    sharpness: Floats
    """Of the same networks at 0 and `updates_at`, if asked for (m + 1, C)."""

    def then(self, later: "TrainingRecord") -> "TrainingRecord":
        """This and what came next."""
        pairs = {field.name: (getattr(self, field.name), getattr(later, field.name)) for field in fields(self)}
        return TrainingRecord(**{name: np.concatenate(pair) for name, pair in pairs.items()})


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """A training so far, which took `seconds`; also a leg of one, whose record is of that leg alone."""

    seconds: float
    networks: Networks
    record: TrainingRecord

    @property
    def step(self) -> int:
        return self.networks.step

    def then(self, segment: "Checkpoint") -> "Checkpoint":
        """This and the leg that went on from here."""
        seconds, record = self.seconds + segment.seconds, self.record.then(segment.record)
        return Checkpoint(seconds=seconds, networks=segment.networks, record=record)
