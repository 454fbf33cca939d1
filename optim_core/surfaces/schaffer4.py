"""Ripples with four equal minima around the middle."""

from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point
from optim_core.surfaces.newton_refine import newton_refine


def schaffer4(xy: Tensor) -> Tensor:
    """f(x, y) = ½ + (cos²(sin |x² − y²|) − ½) / (1 + 0.001 (x² + y²))²; (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    ripples = torch.cos(torch.sin(torch.abs(x**2 - y**2))) ** 2
    return 0.5 + (ripples - 0.5) / (1 + 0.001 * (x**2 + y**2)) ** 2


@dataclass(frozen=True, kw_only=True)
class Schaffer4(AbstractSurface):
    """Four equal minima on both axes (Schaffer N. 4, 1984); its local minima are not listed."""

    f: ClassVar = staticmethod(schaffer4)
    group: ClassVar = "many"
    domain: ClassVar = ((-10.0, 10.0), (-10.0, 10.0))
    start: ClassVar = (3.0, -2.0)

    @property
    def minima(self) -> tuple[Point, ...]:
        return newton_refine(self, ((0.0, 1.25313), (0.0, -1.25313), (1.25313, 0.0), (-1.25313, 0.0)))
