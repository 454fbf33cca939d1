"""A middle basin between two higher ones."""

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point


def three_hump_camel(xy: Tensor) -> Tensor:
    """f(x, y) = 2x² − 1.05 x⁴ + x⁶/6 + x y + y²; (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    x2 = x**2
    return 2 * x2 - 1.05 * x2 * x2 + x2 * x2 * x2 / 6 + x * y + y**2


@dataclass(frozen=True, kw_only=True)
class ThreeHumpCamel(AbstractSurface):
    """A shallow side basin that only enough momentum leaves (Jamil & Yang, 2013, arXiv:1308.4008)."""

    f: ClassVar = staticmethod(three_hump_camel)
    group: ClassVar = "basins"
    domain: ClassVar = ((-2.0, 2.0), (-2.0, 2.0))
    start: ClassVar = (-1.8, 1.5)

    @property
    def minima(self) -> tuple[Point, ...]:
        side = (1.7475523458302893, -0.8737761729151446)
        return ((0.0, 0.0), side, (-side[0], -side[1]))
