"""A flat valley between steep corners."""

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point


def beale(xy: Tensor) -> Tensor:
    """f(x, y) = (1.5 − x + x y)² + (2.25 − x + x y²)² + (2.625 − x + x y³)²; (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2


@dataclass(frozen=True, kw_only=True)
class Beale(AbstractSurface):
    """Gradients span many decades: one step size suits the cliffs or the valley floor, not both (Beale, 1958)."""

    f: ClassVar = staticmethod(beale)
    group: ClassVar = "valley"
    domain: ClassVar = ((-4.5, 4.5), (-4.5, 4.5))
    start: ClassVar = (1.0, 1.0)
    log_color: ClassVar = True

    @property
    def minima(self) -> tuple[Point, ...]:
        return ((3.0, 0.5),)
