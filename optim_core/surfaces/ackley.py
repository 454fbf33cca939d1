"""A dented plain with a cone in the middle."""

import math
from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Real
from optim_core.surfaces.base import AbstractSurface, Point
from optim_core.surfaces.newton_refine import lattice, newton_refine


def ackley(xy: Tensor, a: float, b: float) -> Tensor:
    """f(x, y) = a (1 − exp(−b r/√2)) + e − exp(½ (cos 2πx + cos 2πy)), where r is the distance from the origin.

    Points (..., 2) to heights (...).
    """
    x, y = xy.unbind(-1)
    r = torch.linalg.vector_norm(xy, dim=-1)
    dents = math.e - torch.exp(0.5 * (torch.cos(2 * math.pi * x) + torch.cos(2 * math.pi * y)))
    return -a * torch.expm1(-b * r / math.sqrt(2)) + dents


@dataclass(frozen=True, kw_only=True)
class Ackley(AbstractSurface):
    """Dents on a plain, and a minimum so sharp that a fixed step keeps jumping over it (Ackley, 1987)."""

    f: ClassVar = staticmethod(ackley)
    group: ClassVar = "many"
    domain: ClassVar = ((-5.0, 5.0), (-5.0, 5.0))
    start: ClassVar = (-2.5, 3.0)

    a: Annotated[float, Real("a", 0.0, 100.0, low_open=True, slider_range=(0.0, 40.0))] = 20.0
    b: Annotated[float, Real("b", 0.0, 2.0, low_open=True, slider_range=(0.0, 1.0))] = 0.2

    @property
    def minima(self) -> tuple[Point, ...]:
        # The origin is a kink, where Newton's method has no derivative to follow.
        dents = tuple(point for point in lattice(5) if point != (0, 0))
        return ((0.0, 0.0), *newton_refine(self, dents))
