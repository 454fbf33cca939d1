"""A bowl that steepens along one diagonal."""

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point


def zakharov(xy: Tensor) -> Tensor:
    """f(x, y) = x² + y² + s² + s⁴, where s = x/2 + y; (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    s2 = (0.5 * x + y) ** 2
    return x**2 + y**2 + s2 + s2 * s2


@dataclass(frozen=True, kw_only=True)
class Zakharov(AbstractSurface):
    """Quadratic near the bottom and quartic farther out, where only a tiny step is stable (Zakharov, 1969)."""

    f: ClassVar = staticmethod(zakharov)
    group: ClassVar = "bowl"
    domain: ClassVar = ((-5.0, 10.0), (-5.0, 10.0))
    start: ClassVar = (-4.0, 4.0)
    log_color: ClassVar = True

    @property
    def minima(self) -> tuple[Point, ...]:
        return ((0.0, 0.0),)
