"""A frame that is grown so that it shows points outside of it."""

import math

import torch
from torch import Tensor

from optim_core.surfaces.base import Box

REACH = 10.0
"""Points further from the frame than this number of its widths stay outside: they belong to a path that diverges."""
STEPS = 4
"""A frame grows by whole parts of its width, this number of parts each, so that similar paths get the same frame."""


def fitted_frame(frame: Box, xy: Tensor, margin: int = 0, most: float = math.inf) -> Box | None:
    """The frame, grown to hold the points (..., 2) in reach, with ends up to `most`; None if it holds them already.

    Where it grows, it grows by `margin` parts more.
    """
    low, high = torch.tensor(frame, dtype=torch.float64).unbind(-1)
    width, points = high - low, xy.reshape(-1, 2).double()
    near = ((points >= low - REACH * width) & (points <= high + REACH * width)).all(-1)
    points = points[near]
    if not len(points) or not ((points < low) | (points > high)).any():
        return None
    grown = []
    for axis, (begin, end) in enumerate(frame):
        part, values = (end - begin) / STEPS, points[:, axis]
        below, above = (math.ceil(max(0.0, float(way)) / part) for way in (begin - values.min(), values.max() - end))
        below, above = (count + margin * (count > 0) for count in (below, above))
        grown.append((max(-most, _rounded(begin - below * part, part)), min(most, _rounded(end + above * part, part))))
    found = grown[0], grown[1]
    return None if found == frame else found


def _rounded(value: float, part: float) -> float:
    """The value without the rounding errors of sums."""
    return round(value, 6 - math.floor(math.log10(part)))
