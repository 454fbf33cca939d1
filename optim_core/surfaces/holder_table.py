"""A table with its lowest points in the corners."""

import math
from dataclasses import dataclass
from itertools import product
from typing import ClassVar

import torch
from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point
from optim_core.surfaces.newton_refine import newton_refine


def holder_table(xy: Tensor) -> Tensor:
    """f(x, y) = −|sin x cos y exp |1 − r/π||, where r is the distance from the origin; (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    a = torch.abs(1 - torch.linalg.vector_norm(xy, dim=-1) / math.pi)
    return -torch.abs(torch.sin(x) * torch.cos(y)) * torch.exp(a)


@dataclass(frozen=True, kw_only=True)
class HolderTable(AbstractSurface):
    """Pits that deepen outward, separated by creases where the gradient jumps (Mishra, 2006)."""

    f: ClassVar = staticmethod(holder_table)
    group: ClassVar = "kink"
    domain: ClassVar = ((-10.0, 10.0), (-10.0, 10.0))
    start: ClassVar = (1.0, 1.0)

    @property
    def minima(self) -> tuple[Point, ...]:
        # One minimum between neighboring creases, which lie at the zeros of sin x and of cos y.
        return newton_refine(
            self, tuple(((i + 0.5) * math.pi, j * math.pi) for i, j in product(range(-3, 3), range(-3, 4)))
        )
