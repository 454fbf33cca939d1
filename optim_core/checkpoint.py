"""A training between two chunks of work: plain NumPy values, cheap to send to another process."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optim_core.results import Array, Status

MEASURES = ("train_loss", "train_score", "test_loss", "test_score")
"""What is measured of a model, in the order of a row of `Contender.epochs`."""


@dataclass(frozen=True, kw_only=True)
class Contender:
    """Where one optimizer's copy of the model is."""

    weights: tuple[NDArray[np.float32], ...]
    """The model's parameters in its own order; none once it has been stopped."""
    state: tuple[dict[str, Any], ...]
    """The optimizer's state of each of them, tensors as arrays."""
    loss: Array
    """Mini-batch losses so far (n,)."""
    epochs: Array
    """`MEASURES` before training and after each epoch so far (epochs + 1, 4)."""
    status: Status = Status.RUNNING
    stopped_at: int | None = None


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """All contenders after `step` updates, which took `seconds`."""

    step: int
    seconds: float
    contenders: tuple[Contender, ...]
