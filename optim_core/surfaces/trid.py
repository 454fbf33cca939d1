"""A bowl with coupled coordinates."""

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point


def trid(xy: Tensor) -> Tensor:
    """f(x, y) = (x − 1)² + (y − 1)² − x y; (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    return (x - 1) ** 2 + (y - 1) ** 2 - x * y


@dataclass(frozen=True, kw_only=True)
class Trid(AbstractSurface):
    """A tilted bowl off the origin, of lowest value −2: the minimum of a loss is not always 0 (Neumaier, 2003)."""

    f: ClassVar = staticmethod(trid)
    group: ClassVar = "bowl"
    domain: ClassVar = ((-4.0, 4.0), (-4.0, 4.0))
    start: ClassVar = (-3.0, 3.0)

    @property
    def minima(self) -> tuple[Point, ...]:
        return ((2.0, 2.0),)
