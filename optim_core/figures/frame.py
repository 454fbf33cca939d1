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
    """Mask (n,) of the points (n, 2) in the frame or on its border."""
    low, high = np.array(frame).T
    within: NDArray[np.bool_] = ((xy >= low) & (xy <= high)).all(axis=1)
    return within


def clip(near: Array, far: Array, frame: Box) -> Array:
    """Point (2,) where the segment from `near` (2,) inside the frame to `far` (2,) outside meets the border.

    A NaN coordinate of `far` counts as that of `near`.
    """
    low, high = np.array(frame).T
    direction = np.nan_to_num(np.clip(far, -1e200, 1e200) - near, nan=0.0)
    border = np.where(direction > 0, high, low)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        shares = np.where(direction == 0, np.inf, (border - near) / direction)
    point: Array = np.clip(near + direction * min(1.0, float(shares.min())), low, high)
    return point
