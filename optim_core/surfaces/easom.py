"""One hole in a plain."""

import math
from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point


def easom(xy: Tensor) -> Tensor:
    """f(x, y) = −cos(x) cos(y) exp(−(x − π)² − (y − π)²); (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    return -torch.cos(x) * torch.cos(y) * torch.exp(-((x - math.pi) ** 2) - (y - math.pi) ** 2)


@dataclass(frozen=True, kw_only=True)
class Easom(AbstractSurface):
    """A hole in a plain: away from it the gradient is almost 0 (Easom, 1990)."""

    f: ClassVar = staticmethod(easom)
    group: ClassVar = "flat"
    domain: ClassVar = ((-10.0, 10.0), (-10.0, 10.0))
    start: ClassVar = (2.0, 2.0)

    @property
    def minima(self) -> tuple[Point, ...]:
        # The four local ones are 8e-5 deep, where tan u = −2u on both axes; farther minima are less than 1e-10 deep.
        u = 1.836597203152126
        sides = [(math.pi + i * u, math.pi + j * u) for i in (-1, 1) for j in (-1, 1)]
        return ((math.pi, math.pi), *sides)
