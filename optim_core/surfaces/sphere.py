"""The round bowl."""

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point


def sphere(xy: Tensor) -> Tensor:
    """f(x, y) = x² + y²; (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    return x**2 + y**2


@dataclass(frozen=True, kw_only=True)
class Sphere(AbstractSurface):
    """The easiest bowl: the gradient points straight away from the minimum (De Jong, 1975)."""

    f: ClassVar = staticmethod(sphere)
    group: ClassVar = "bowl"
    domain: ClassVar = ((-5.0, 5.0), (-5.0, 5.0))
    start: ClassVar = (-4.0, 3.0)

    @property
    def minima(self) -> tuple[Point, ...]:
        return ((0.0, 0.0),)
