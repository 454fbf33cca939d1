"""A bowl with shallow dents around its bottom."""

import math
from dataclasses import dataclass
from itertools import product
from typing import ClassVar

import torch
from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point
from optim_core.surfaces.newton_refine import newton_refine


def bohachevsky(xy: Tensor) -> Tensor:
    """f(x, y) = x² + 2y² − 0.3 cos(3πx) − 0.4 cos(4πy) + 0.7; (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    return x**2 + 2 * y**2 - 0.3 * torch.cos(3 * math.pi * x) - 0.4 * torch.cos(4 * math.pi * y) + 0.7


@dataclass(frozen=True, kw_only=True)
class Bohachevsky(AbstractSurface):
    """A bowl with dents near the bottom, which trap small steps (Bohachevsky et al., 1986)."""

    f: ClassVar = staticmethod(bohachevsky)
    group: ClassVar = "many"
    domain: ClassVar = ((-2.0, 2.0), (-2.0, 2.0))
    start: ClassVar = (-2.0, 2.0)

    @property
    def minima(self) -> tuple[Point, ...]:
        # One dent per period of each cosine.
        return newton_refine(self, tuple((2 * i / 3, j / 2) for i, j in product(range(-3, 4), range(-4, 5))))
