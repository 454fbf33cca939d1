"""Ripples along hyperbolas, dying out from the middle."""

from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point


def schaffer2(xy: Tensor) -> Tensor:
    """f(x, y) = ½ + (sin²(x² − y²) − ½) / (1 + 0.001 (x² + y²))²; (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    return 0.5 + (torch.sin(x**2 - y**2) ** 2 - 0.5) / (1 + 0.001 * (x**2 + y**2)) ** 2


@dataclass(frozen=True, kw_only=True)
class Schaffer2(AbstractSurface):
    """A minimum so flat that ripples dominate the gradient (Schaffer N. 2, 1984); only the lowest minimum is listed."""

    f: ClassVar = staticmethod(schaffer2)
    group: ClassVar = "many"
    domain: ClassVar = ((-10.0, 10.0), (-10.0, 10.0))
    start: ClassVar = (3.0, -2.0)

    @property
    def minima(self) -> tuple[Point, ...]:
        return ((0.0, 0.0),)
