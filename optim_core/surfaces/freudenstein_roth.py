"""A curved valley that leads to a local minimum."""

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point


def freudenstein_roth(xy: Tensor) -> Tensor:
    """f(x, y) = (−13 + x + ((5 − y) y − 2) y)² + (−29 + x + ((y + 1) y − 14) y)²; (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    return (-13 + x + ((5 - y) * y - 2) * y) ** 2 + (-29 + x + ((y + 1) * y - 14) * y) ** 2


@dataclass(frozen=True, kw_only=True)
class FreudensteinRoth(AbstractSurface):
    """A narrow valley whose standard start leads to the local minimum (Freudenstein & Roth, 1963)."""

    f: ClassVar = staticmethod(freudenstein_roth)
    group: ClassVar = "valley"
    domain: ClassVar = ((-5.0, 15.0), (-4.0, 6.0))
    start: ClassVar = (0.5, -2.0)
    log_color: ClassVar = True

    @property
    def minima(self) -> tuple[Point, ...]:
        return ((5.0, 4.0), (11.412778986902094, -0.8968052532744765))
