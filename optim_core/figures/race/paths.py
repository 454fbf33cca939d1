"""Paths as they can be drawn honestly: broken where they leave three times the frame, the exit marked at its border."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optim_core.base.result import Array
from optim_core.figures.frame import REACH, clip, grown, inside
from optim_core.specs.results import Trajectory
from optim_core.surfaces.base import Box


@dataclass(frozen=True)
class Exit:
    """Where a path crossed the frame's border on its way out of reach, and at which step."""

    x: float
    y: float
    step: int


@dataclass(frozen=True)
class Path:
    """One contender's path; row t of `xy` is its position after t steps."""

    xy: Array
    drawn: NDArray[np.bool_]
    """Which rows are within reach (n + 1,)."""
    stubs: tuple[tuple[int, Array], ...]
    """(step, (2, 2)): the part within reach of each segment that crosses out of it or back."""
    exit: Exit | None
    """The first exit."""


def path(trajectory: Trajectory, frame: Box) -> Path:
    """A trajectory's path over a frame."""
    xy, reach = trajectory.xy, grown(frame, REACH)
    drawn = inside(xy, reach)
    crossings = np.flatnonzero(drawn[1:] != drawn[:-1])
    stubs = []
    for i in crossings.tolist():
        near, far = (xy[i], xy[i + 1]) if drawn[i] else (xy[i + 1], xy[i])
        stubs.append((i + 1, np.stack([near, clip(near, far, reach)])))
    return Path(xy=xy, drawn=drawn, stubs=tuple(stubs), exit=_exit(xy, drawn, frame))


def _exit(xy: Array, drawn: NDArray[np.bool_], frame: Box) -> Exit | None:
    if bool(drawn.all()):
        return None
    gone = int(np.argmin(drawn))
    within = np.flatnonzero(inside(xy[:gone], frame))
    if not len(within):
        return None
    last = int(within[-1])
    x, y = clip(xy[last], xy[last + 1], frame).tolist()
    return Exit(x, y, last + 1)
