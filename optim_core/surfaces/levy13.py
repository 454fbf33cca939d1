"""Ripples across a bowl, finer toward the outside."""

import math
from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point


def levy13(xy: Tensor) -> Tensor:
    """f(x, y) = sin²(3πx) + (x − 1)² (1 + sin²(3πy)) + (y − 1)² (1 + sin²(2πy)); (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    bowl = (x - 1) ** 2 * (1 + torch.sin(3 * math.pi * y) ** 2) + (y - 1) ** 2 * (1 + torch.sin(2 * math.pi * y) ** 2)
    return torch.sin(3 * math.pi * x) ** 2 + bowl


@dataclass(frozen=True, kw_only=True)
class Levy13(AbstractSurface):
    """Ripples that grow with the distance (Lévy N. 13, 1985); only the lowest of about 1,000 minima is listed."""

    f: ClassVar = staticmethod(levy13)
    group: ClassVar = "many"
    domain: ClassVar = ((-10.0, 10.0), (-10.0, 10.0))
    start: ClassVar = (-5.0, 5.0)

    @property
    def minima(self) -> tuple[Point, ...]:
        return ((1.0, 1.0),)
