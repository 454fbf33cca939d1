"""Two squared lines, crossing in a tilted bowl."""

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point


def booth(xy: Tensor) -> Tensor:
    """f(x, y) = (x + 2y − 7)² + (2x + y − 5)²; (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    return (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2


@dataclass(frozen=True, kw_only=True)
class Booth(AbstractSurface):
    """Least squares of two equations: a bowl of κ = 9 turned by 45° (Jamil & Yang, 2013, arXiv:1308.4008)."""

    f: ClassVar = staticmethod(booth)
    group: ClassVar = "bowl"
    domain: ClassVar = ((-10.0, 10.0), (-10.0, 10.0))
    start: ClassVar = (0.0, 0.0)

    @property
    def minima(self) -> tuple[Point, ...]:
        return ((1.0, 3.0),)
