"""Two coordinates whose scales differ by a factor of 10¹²."""

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point


def brown_badly_scaled(xy: Tensor) -> Tensor:
    """f(x, y) = (x − 10⁶)² + (y − 2·10⁻⁶)² + (xy − 2)²; (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    return (x - 1e6) ** 2 + (y - 2e-6) ** 2 + (x * y - 2) ** 2


@dataclass(frozen=True, kw_only=True)
class BrownBadlyScaled(AbstractSurface):
    """One coordinate must travel a distance of 10⁶ while the other stays within 10⁻⁶ (Brown; MGH, 1981)."""

    f: ClassVar = staticmethod(brown_badly_scaled)
    group: ClassVar = "scale"
    domain: ClassVar = ((-100_000.0, 1_500_000.0), (-0.5, 1.5))
    start: ClassVar = (1.0, 1.0)
    log_color: ClassVar = True

    @property
    def minima(self) -> tuple[Point, ...]:
        return ((1e6, 2e-6),)
