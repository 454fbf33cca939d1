"""Ripples on a wide, gentle bowl."""

import math
from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point
from optim_core.surfaces.newton_refine import newton_refine


def griewank(xy: Tensor) -> Tensor:
    """f(x, y) = 1 + (x² + y²)/4000 − cos(x) cos(y/√2); (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    return 1 + (x**2 + y**2) / 4000 - torch.cos(x) * torch.cos(y / math.sqrt(2))


@dataclass(frozen=True, kw_only=True)
class Griewank(AbstractSurface):
    """Ripples of almost equal depth: the lowest one is hard to tell from the others (Griewank, 1981)."""

    f: ClassVar = staticmethod(griewank)
    group: ClassVar = "many"
    domain: ClassVar = ((-10.0, 10.0), (-10.0, 10.0))
    start: ClassVar = (-5.0, 5.0)

    @property
    def minima(self) -> tuple[Point, ...]:
        # Both cosines are 1, or both are −1.
        pairs = ((i, j) for i in range(-3, 4) for j in range(-2, 3) if (i + j) % 2 == 0)
        return newton_refine(self, tuple((math.pi * i, math.pi * math.sqrt(2) * j) for i, j in pairs))
