"""What all results share: how a run ended, when it counts as diverged or converged, read-only arrays."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

DIVERGENCE = 1e6
"""A run has diverged once |loss| exceeds this many times max(|loss at the start|, 1)."""
CONVERGENCE = 1e-6
"""A run has converged if its last gradient's norm is at most this share of its first one's."""


def fell_to_zero(first: Array, last: Array) -> NDArray[np.bool_]:
    """Whether gradients `last` (..., 2), which are finite, are at most `CONVERGENCE` of `first` in norm.

    Both are measured by the largest part of `first`: the square of a number may be too large or too small for one.
    A start where the gradient is 0 is left by a step that makes it anything else.
    """
    scale = np.abs(first).max(-1)
    with np.errstate(all="ignore"):
        share = np.hypot(*np.moveaxis(last / scale[..., None], -1, 0))
        whole = np.hypot(*np.moveaxis(first / scale[..., None], -1, 0))
    return np.where(scale > 0, share <= CONVERGENCE * whole, ~last.any(-1))


class Failure(NamedTuple):
    """What an optimizer raised instead of making its step."""

    kind: str
    """The exception's class."""
    text: str
    """What it says, on one line."""

    def __str__(self) -> str:
        return f"{self.kind}: {self.text}" if self.text else self.kind


class Status(Enum):
    """How a run ended."""

    CONVERGED = "converged"
    RUNNING = "running"
    """All steps done, not converged."""
    LEFT_DOMAIN = "left_domain"
    """Stopped: the loss grew past `DIVERGENCE` times its start."""
    NOT_FINITE = "not_finite"
    """Stopped: a loss, gradient, coordinate or part of the optimizer's state is NaN or infinite."""
    FAILED = "failed"
    """Stopped: the optimizer raised an exception."""
    OUT_OF_TIME = "out_of_time"
    """Stopped by its budget of wall-clock time."""
    STOPPED = "stopped"
    """Stopped by a person."""

    @property
    def diverged(self) -> bool:
        return self in (Status.LEFT_DOMAIN, Status.NOT_FINITE)

    @property
    def has_result(self) -> bool:
        """Whether the last point can be compared with other runs': the run has neither diverged nor failed."""
        return not self.diverged and self is not Status.FAILED


@dataclass(frozen=True, kw_only=True)
class AbstractResult:
    """Base of results: every array is read-only, also after a trip through another process."""

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            for array in value.values() if isinstance(value, Mapping) else (value,):
                if isinstance(array, np.ndarray):
                    array.setflags(write=False)

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.__post_init__()
