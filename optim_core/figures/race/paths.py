"""Paths as they can be drawn honestly: broken where they leave three times the frame, the exit marked at its border."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optim_core.base.result import Array
from optim_core.specs.results import Trajectory
from optim_core.surfaces.base import Box

REACH = 3.0
"""A path is drawn as far as this many times the frame, about the same centre."""


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


def grown(frame: Box, factor: float) -> Box:
    """The frame enlarged about its centre."""
    low, high = np.array(frame).T
    middle, half = (low + high) / 2, (high - low) / 2 * factor
    (a, b), (c, d) = np.stack([middle - half, middle + half], axis=1).tolist()
    return (a, b), (c, d)


def inside(xy: Array, frame: Box) -> NDArray[np.bool_]:
    """Which points lie in the frame, its border included."""
    low, high = np.array(frame).T
    within: NDArray[np.bool_] = ((xy >= low) & (xy <= high)).all(axis=1)
    return within


def clip(near: Array, far: Array, frame: Box) -> Array:
    """Where the segment from `near`, inside the frame, to `far`, outside it, meets the border.

    A coordinate of `far` that is not a number leads nowhere.
    """
    low, high = np.array(frame).T
    way = np.nan_to_num(np.clip(far, -1e200, 1e200) - near, nan=0.0)
    border = np.where(way > 0, high, low)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        shares = np.where(way == 0, np.inf, (border - near) / way)
    point: Array = np.clip(near + way * min(1.0, float(shares.min())), low, high)
    return point
