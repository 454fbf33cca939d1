"""Drawable parts of paths: they end beyond the enlarged frame, with the exit marked at the frame's border."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optim_core.base.result import Array
from optim_core.figures.frame import REACH, clip, grown, inside
from optim_core.specs.results import Trajectory
from optim_core.surfaces.base import Box


@dataclass(frozen=True)
class Exit:
    """Point at which a path that left the enlarged frame crossed the border of the frame, and the step."""

    x: float
    y: float
    step: int


@dataclass(frozen=True)
class Path:
    """One contender's path; row t of `xy` is its position after t steps."""

    xy: Array
    drawn: NDArray[np.bool_]
    """Mask (n + 1,) of the rows within the enlarged frame."""
    stubs: tuple[tuple[int, Array], ...]
    """(step, ends (2, 2)) of the inner part of each segment that crosses the border of the enlarged frame."""
    exit: Exit | None
    """The first exit."""


def path(trajectory: Trajectory, frame: Box) -> Path:
    """Path of a trajectory over a frame."""
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
    outside = int(np.argmin(drawn))
    within = np.flatnonzero(inside(xy[:outside], frame))
    if not len(within):
        return None
    last = int(within[-1])
    x, y = clip(xy[last], xy[last + 1], frame).tolist()
    return Exit(x, y, last + 1)
