"""The round bowl away from the origin."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from torch import Tensor

from optim_core.base.domains import Real
from optim_core.surfaces.base import AbstractSurface, Point


def shifted_bowl(xy: Tensor, c: float) -> Tensor:
    """f(x, y) = ½ (x − c)² + ½ y²; (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    return 0.5 * (x - c) ** 2 + 0.5 * y**2


@dataclass(frozen=True, kw_only=True)
class ShiftedBowl(AbstractSurface):
    """Weight decay pulls to the origin, the bowl to its own middle: the end of a path shows their balance."""

    f: ClassVar = staticmethod(shifted_bowl)
    group: ClassVar = "bowl"
    domain: ClassVar = ((-1.0, 7.0), (-3.0, 3.0))
    start: ClassVar = (0.5, 2.0)

    c: Annotated[float, Real("c", -100.0, 100.0, slider_range=(0.0, 6.0))] = 5.0

    @property
    def minima(self) -> tuple[Point, ...]:
        return ((self.c, 0.0),)
