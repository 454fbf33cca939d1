"""Four equal minima."""

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point


def himmelblau(xy: Tensor) -> Tensor:
    """f(x, y) = (x² + y − 11)² + (x + y² − 7)²; (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


@dataclass(frozen=True, kw_only=True)
class Himmelblau(AbstractSurface):
    """Four minima of height 0: the start and the optimizer decide which one is found (Himmelblau, 1972)."""

    f: ClassVar = staticmethod(himmelblau)
    group: ClassVar = "basins"
    domain: ClassVar = ((-5.0, 5.0), (-5.0, 5.0))
    start: ClassVar = (0.0, 0.0)
    log_color: ClassVar = True

    @property
    def minima(self) -> tuple[Point, ...]:
        return (
            (3.0, 2.0),
            (-2.805118086952745, 3.131312518250573),
            (-3.779310253377747, -3.283185991286169),
            (3.5844283403304917, -1.8481265269644034),
        )
