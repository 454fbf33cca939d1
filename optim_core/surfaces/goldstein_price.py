"""Heights from 3 to a million."""

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point


def goldstein_price(xy: Tensor) -> Tensor:
    """f(x, y) = (1 + (x + y + 1)² p) (30 + (2x − 3y)² q); (..., 2) -> (...).

    p = 19 − 14x + 3x² − 14y + 6xy + 3y²,  q = 18 − 32x + 12x² + 48y − 36xy + 27y²
    """
    x, y = xy.unbind(-1)
    p = 19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2
    q = 18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2
    return (1 + (x + y + 1) ** 2 * p) * (30 + (2 * x - 3 * y) ** 2 * q)


@dataclass(frozen=True, kw_only=True)
class GoldsteinPrice(AbstractSurface):
    """Six decades of height in one frame: near the top, a fixed step must be tiny (Goldstein & Price, 1971)."""

    f: ClassVar = staticmethod(goldstein_price)
    group: ClassVar = "basins"
    domain: ClassVar = ((-2.0, 2.0), (-2.0, 2.0))
    start: ClassVar = (-1.5, 1.0)
    log_color: ClassVar = True

    @property
    def minima(self) -> tuple[Point, ...]:
        return ((0.0, -1.0), (-0.6, -0.4), (1.8, 0.2), (1.2, 0.8))
