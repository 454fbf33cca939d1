"""Four wells, one for each choice of signs."""

import math
from dataclasses import dataclass
from typing import Annotated, ClassVar

from torch import Tensor

from optim_core.base.domains import Real
from optim_core.surfaces.base import AbstractSurface, Point


def styblinski_tang(xy: Tensor, tilt: float) -> Tensor:
    """f(x, y) = ½ Σ (x⁴ − 16x² + c x), where c is the tilt; (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    x2, y2 = x**2, y**2
    return 0.5 * (x2 * x2 - 16 * x2 + tilt * x + (y2 * y2 - 16 * y2 + tilt * y))


@dataclass(frozen=True, kw_only=True)
class StyblinskiTang(AbstractSurface):
    """Four wells of different depth, set by a tilt; the coordinates are independent (Styblinski & Tang, 1990)."""

    f: ClassVar = staticmethod(styblinski_tang)
    group: ClassVar = "basins"
    domain: ClassVar = ((-5.0, 5.0), (-5.0, 5.0))
    start: ClassVar = (0.0, 0.0)

    tilt: Annotated[float, Real("c", 0.0, 30.0, low_open=True)] = 5.0

    @property
    def minima(self) -> tuple[Point, ...]:
        # The outer roots of x³ − 8x + c/4 = 0, by Viète's formula; three are real for c < 34.8.
        angle = math.acos(-3 * self.tilt / 64 * math.sqrt(3 / 8)) / 3
        high, low = (2 * math.sqrt(8 / 3) * math.cos(angle - turn) for turn in (0, 4 * math.pi / 3))
        return ((low, low), (low, high), (high, low), (high, high))
