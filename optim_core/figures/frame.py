"""Geometry of a chart's frame: enlarging it, testing points against it and clipping segments at its border."""

import numpy as np
from numpy.typing import NDArray

from optim_core.base.result import Array
from optim_core.surfaces.base import Box

REACH = 3.0
"""Paths are drawn within the frame enlarged by this factor about its center."""


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
