"""A hyperbola pressed against the axes."""

from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point
from optim_core.surfaces.newton_refine import newton_refine


def powell_badly_scaled(xy: Tensor) -> Tensor:
    """f(x, y) = (10⁴xy − 1)² + (e⁻ˣ + e⁻ʸ − 1.0001)²; (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    return (1e4 * x * y - 1) ** 2 + (torch.exp(-x) + torch.exp(-y) - 1.0001) ** 2


@dataclass(frozen=True, kw_only=True)
class PowellBadlyScaled(AbstractSurface):
    """At a minimum one coordinate is a million times the other (Powell, 1970; Moré, Garbow & Hillstrom, 1981)."""

    f: ClassVar = staticmethod(powell_badly_scaled)
    group: ClassVar = "scale"
    domain: ClassVar = ((-1.0, 10.0), (-1.0, 10.0))
    start: ClassVar = (0.0, 1.0)
    log_color: ClassVar = True

    @property
    def minima(self) -> tuple[Point, ...]:
        return newton_refine(self, ((1.098e-5, 9.106), (9.106, 1.098e-5)))
