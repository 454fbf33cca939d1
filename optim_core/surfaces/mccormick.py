"""A sheet with waves along one diagonal."""

import math
from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point


def mccormick(xy: Tensor) -> Tensor:
    """f(x, y) = sin(x + y) + (x − y)² − 1.5x + 2.5y + 1; (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    return torch.sin(x + y) + (x - y) ** 2 - 1.5 * x + 2.5 * y + 1


@dataclass(frozen=True, kw_only=True)
class McCormick(AbstractSurface):
    """A gentle slope with waves: the first trough on the way down is not the lowest (McCormick, 1976)."""

    f: ClassVar = staticmethod(mccormick)
    group: ClassVar = "basins"
    domain: ClassVar = ((-1.5, 4.0), (-3.0, 4.0))
    start: ClassVar = (3.0, 3.0)

    @property
    def minima(self) -> tuple[Point, ...]:
        x, y = 0.5 - math.pi / 3, -0.5 - math.pi / 3
        return ((x, y), (x + math.pi, y + math.pi))
