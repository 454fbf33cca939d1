"""A bowl covered with regular dents."""

import math
from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Real
from optim_core.surfaces.base import AbstractSurface, Point
from optim_core.surfaces.newton_refine import lattice, newton_refine


def rastrigin(xy: Tensor, a: float) -> Tensor:
    """f(x, y) = Σ x² + A (1 − cos 2πx); (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    return x**2 + a * (1 - torch.cos(2 * math.pi * x)) + y**2 + a * (1 - torch.cos(2 * math.pi * y))


@dataclass(frozen=True, kw_only=True)
class Rastrigin(AbstractSurface):
    """A bowl hidden under a dent at every whole number (Rastrigin, 1974)."""

    f: ClassVar = staticmethod(rastrigin)
    group: ClassVar = "many"
    domain: ClassVar = ((-5.12, 5.12), (-5.12, 5.12))
    start: ClassVar = (-2.0, 3.5)

    a: Annotated[float, Real("A", 0.0, 100.0, slider_range=(0.0, 20.0))] = 10.0

    @property
    def minima(self) -> tuple[Point, ...]:
        return newton_refine(self, lattice(5))
