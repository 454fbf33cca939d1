"""Six basins in mirrored pairs."""

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point


def six_hump_camel(xy: Tensor) -> Tensor:
    """f(x, y) = (4 − 2.1 x² + x⁴/3) x² + x y + (−4 + 4 y²) y²; (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    x2, y2 = x**2, y**2
    return (4 - 2.1 * x2 + x2 * x2 / 3) * x2 + x * y + (-4 + 4 * y2) * y2


@dataclass(frozen=True, kw_only=True)
class SixHumpCamel(AbstractSurface):
    """Two global minima and four higher ones within one frame (Dixon & Szegő, 1978)."""

    f: ClassVar = staticmethod(six_hump_camel)
    group: ClassVar = "basins"
    domain: ClassVar = ((-3.0, 3.0), (-2.0, 2.0))
    start: ClassVar = (-1.5, 0.8)
    log_color: ClassVar = True

    @property
    def minima(self) -> tuple[Point, ...]:
        return (
            (0.08984201310031806, -0.7126564030207396),
            (-0.08984201310031806, 0.7126564030207396),
            (1.7036067149699807, -0.7960835686726252),
            (-1.7036067149699807, 0.7960835686726252),
            (1.6071047529201974, 0.5686514548841314),
            (-1.6071047529201974, -0.5686514548841314),
        )
