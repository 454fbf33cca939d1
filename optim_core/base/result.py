"""Base class of results, the status of a run, and the limits of divergence and convergence."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

DIVERGENCE = 1e6
"""A run has diverged once |loss| exceeds this multiple of max(|loss at the start|, 1)."""
CONVERGENCE = 1e-6
"""A run has converged if the norm of its last gradient is at most this share of the norm of its first."""


def fell_to_zero(first: Array, last: Array) -> NDArray[np.bool_]:
    """Whether |last| <= `CONVERGENCE` · |first| for finite gradients (..., 2); the result is boolean (...).

    Both are divided by the largest component of `first`, because squares of extreme numbers overflow or underflow.
    Where `first` is 0, `last` must be 0 too.
    """
    scale = np.abs(first).max(-1)
    with np.errstate(all="ignore"):
        share = np.hypot(*np.moveaxis(last / scale[..., None], -1, 0))
        start = np.hypot(*np.moveaxis(first / scale[..., None], -1, 0))
    return np.where(scale > 0, share <= CONVERGENCE * start, ~last.any(-1))


class Failure(NamedTuple):
    """An exception that an optimizer raised."""

    kind: str
    """Class name of the exception."""
    text: str
    """Its message, on one line."""

    def __str__(self) -> str:
        return f"{self.kind}: {self.text}" if self.text else self.kind


class Status(Enum):
    """How a run ended."""

    CONVERGED = "converged"
    RUNNING = "running"
    """All steps done, not converged; also the status of a run that has not ended yet."""
    LEFT_DOMAIN = "left_domain"
    """Stopped: the loss grew past `DIVERGENCE` times its start."""
    NOT_FINITE = "not_finite"
    """Stopped: a loss, gradient, coordinate or part of the optimizer's state is NaN or infinite."""
    FAILED = "failed"
    """Stopped: the optimizer raised an exception."""
    OUT_OF_TIME = "out_of_time"
    """Stopped: the time limit was reached."""
    STOPPED = "stopped"
    """Stopped: the user pressed Stop."""

    @property
    def diverged(self) -> bool:
        return self in (Status.LEFT_DOMAIN, Status.NOT_FINITE)

    @property
    def has_result(self) -> bool:
        """Whether the last point can be compared with other runs': the run has neither diverged nor failed."""
        return not self.diverged and self is not Status.FAILED


@dataclass(frozen=True, kw_only=True)
class AbstractResult:
    """Base of results. Every array is read-only, also after unpickling."""

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            for array in value.values() if isinstance(value, Mapping) else (value,):
                if isinstance(array, np.ndarray):
                    array.setflags(write=False)

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.__post_init__()
