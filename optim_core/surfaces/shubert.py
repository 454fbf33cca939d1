"""A lattice of spikes and holes."""

from dataclasses import dataclass
from itertools import product
from typing import ClassVar

import torch
from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point
from optim_core.surfaces.newton_refine import newton_refine


def shubert(xy: Tensor) -> Tensor:
    """f(x, y) = g(x) g(y), where g(u) = Σ i cos((i + 1) u + i) over i = 1, …, 5; (..., 2) -> (...)."""
    i = torch.arange(1, 6, dtype=xy.dtype)
    g_x, g_y = (i * torch.cos((i + 1) * xy[..., None] + i)).sum(-1).unbind(-1)
    return g_x * g_y


@dataclass(frozen=True, kw_only=True)
class Shubert(AbstractSurface):
    """760 minima in one frame (Shubert, 1972); the 18 lowest, all of the same height, are listed."""

    f: ClassVar = staticmethod(shubert)
    group: ClassVar = "many"
    domain: ClassVar = ((-10.0, 10.0), (-10.0, 10.0))
    start: ClassVar = (0.0, 0.0)

    @property
    def minima(self) -> tuple[Point, ...]:
        # g is at its minimum in one coordinate and at its maximum in the other; both repeat every 2π.
        low, high = (-7.0835, -0.8003, 5.4829), (-7.7083, -1.4251, 4.8581)
        return newton_refine(self, (*product(low, high), *product(high, low)))
