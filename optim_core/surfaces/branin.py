"""Three equal minima on a wavy parabola."""

import math
from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point


def branin(xy: Tensor) -> Tensor:
    """f(x, y) = (y − 5.1x²/(4π²) + 5x/π − 6)² + 10 (1 − 1/(8π)) cos x + 10; (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    ridge = y - 5.1 / (4 * math.pi**2) * x**2 + 5 / math.pi * x - 6
    return ridge**2 + 10 * (1 - 1 / (8 * math.pi)) * torch.cos(x) + 10


@dataclass(frozen=True, kw_only=True)
class Branin(AbstractSurface):
    """Three global minima on the floor of one bent valley (Branin, 1972; Dixon & Szegő, 1978)."""

    f: ClassVar = staticmethod(branin)
    group: ClassVar = "basins"
    domain: ClassVar = ((-5.0, 10.0), (0.0, 15.0))
    start: ClassVar = (0.0, 0.0)

    @property
    def minima(self) -> tuple[Point, ...]:
        return ((math.pi, 2.275), (-math.pi, 12.275), (3 * math.pi, 2.475))
