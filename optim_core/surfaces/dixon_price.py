"""A parabola-shaped valley with a minimum in each arm."""

import math
from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point


def dixon_price(xy: Tensor) -> Tensor:
    """f(x, y) = (x − 1)² + 2 (2y² − x)²; (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    return (x - 1) ** 2 + 2 * (2 * y**2 - x) ** 2


@dataclass(frozen=True, kw_only=True)
class DixonPrice(AbstractSurface):
    """A valley along x = 2y²; a saddle point separates its two minima (Dixon & Price)."""

    f: ClassVar = staticmethod(dixon_price)
    group: ClassVar = "valley"
    domain: ClassVar = ((-10.0, 10.0), (-10.0, 10.0))
    start: ClassVar = (-5.0, 5.0)
    log_color: ClassVar = True

    @property
    def minima(self) -> tuple[Point, ...]:
        return ((1.0, math.sqrt(0.5)), (1.0, -math.sqrt(0.5)))
