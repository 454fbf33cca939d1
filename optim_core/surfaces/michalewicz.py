"""Ravines in a plain."""

import math
from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Whole
from optim_core.surfaces.base import AbstractSurface, Point
from optim_core.surfaces.newton_refine import newton_refine


def michalewicz(xy: Tensor, m: int) -> Tensor:
    """f(x, y) = −sin(x) sin²ᵐ(x²/π) − sin(y) sin²ᵐ(2y²/π); (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    ravine_x = torch.sin(x) * (torch.sin(x**2 / math.pi) ** 2) ** m
    ravine_y = torch.sin(y) * (torch.sin(2 * y**2 / math.pi) ** 2) ** m
    return -ravine_x - ravine_y


@dataclass(frozen=True, kw_only=True)
class Michalewicz(AbstractSurface):
    """Steep ravines around plateaus, where a small gradient says little about how far to go (Michalewicz, 1992)."""

    f: ClassVar = staticmethod(michalewicz)
    group: ClassVar = "flat"
    domain: ClassVar = ((0.0, math.pi), (0.0, math.pi))
    start: ClassVar = (1.5, 2.5)

    m: Annotated[int, Whole("m", 1, 20)] = 10

    @property
    def minima(self) -> tuple[Point, ...]:
        return newton_refine(self, ((2.2, 1.57), (2.2, 2.71)))
