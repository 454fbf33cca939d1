"""A ridge-sharp valley along a parabola."""

from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point


def bukin6(xy: Tensor) -> Tensor:
    """f(x, y) = 100 √|y − 0.01x²| + 0.01 |x + 10|; (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    gap = torch.abs(y - 0.01 * x**2)
    # On the floor of the valley the root has no derivative: autograd would give NaN.
    root = torch.where(gap == 0, 0, torch.sqrt(torch.where(gap == 0, 1, gap)))
    return 100 * root + 0.01 * torch.abs(x + 10)


@dataclass(frozen=True, kw_only=True)
class Bukin6(AbstractSurface):
    """Toward the valley floor the slope grows without bound, so a fixed step overshoots it (Bukin, 1997)."""

    f: ClassVar = staticmethod(bukin6)
    group: ClassVar = "kink"
    domain: ClassVar = ((-15.0, -5.0), (-3.0, 3.0))
    start: ClassVar = (-7.0, 2.0)

    @property
    def minima(self) -> tuple[Point, ...]:
        return ((-10.0, 1.0),)
