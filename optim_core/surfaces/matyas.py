"""The long flat bowl along the diagonal."""

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point


def matyas(xy: Tensor) -> Tensor:
    """f(x, y) = 0.26 (x² + y²) − 0.48 x y; (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    return 0.26 * (x**2 + y**2) - 0.48 * x * y


@dataclass(frozen=True, kw_only=True)
class Matyas(AbstractSurface):
    """A bowl of κ = 25 turned by 45°, where diagonal scaling cannot help (Jamil & Yang, 2013, arXiv:1308.4008)."""

    f: ClassVar = staticmethod(matyas)
    group: ClassVar = "bowl"
    domain: ClassVar = ((-10.0, 10.0), (-10.0, 10.0))
    start: ClassVar = (8.0, -9.0)

    @property
    def minima(self) -> tuple[Point, ...]:
        return ((0.0, 0.0),)
