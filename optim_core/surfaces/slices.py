"""Sections of a surface along both axes."""

from dataclasses import dataclass

import numpy as np
import torch

from optim_core.base.result import AbstractResult, Array
from optim_core.surfaces import AbstractSurface
from optim_core.surfaces.base import Point

POINTS = 401


@dataclass(frozen=True, kw_only=True)
class Slice(AbstractResult):
    """Heights (n,) of a surface along one axis through a point; `along` (n,) holds the coordinates.

    `here` is the point's coordinate on that axis, `other` its other coordinate, `level` its height.
    """

    along: Array
    height: Array
    here: float
    other: float
    level: float


def slices(surface: AbstractSurface, through: Point) -> tuple[Slice, Slice]:
    """Sections along x and along y through a point, over the domain, extended to the point if it lies outside."""
    level = float(surface(torch.tensor(through, dtype=torch.float64)))
    found = []
    for axis, (low, high) in enumerate(surface.domain):
        here, other = through[axis], through[1 - axis]
        line = np.linspace(min(low, here), max(high, here), POINTS)
        points = np.full((POINTS, 2), other)
        points[:, axis] = line
        height = surface(torch.tensor(points)).numpy()
        found.append(Slice(along=line, height=height, here=here, other=other, level=level))
    return found[0], found[1]
