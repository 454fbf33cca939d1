"""A molecule's energy: three wells joined by bent passes."""

from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point


def mueller_brown(xy: Tensor) -> Tensor:
    """f(x, y) = Σ h exp(a (x − u)² + b (x − u)(y − v) + c (y − v)²) over four peaks (h, a, b, c, u, v).

    Points (..., 2) to heights (...).
    """
    x, y = xy.unbind(-1)
    peaks = (
        (-200, -1, 0, -10, 1, 0),
        (-100, -1, 0, -10, 0, 0.5),
        (-170, -6.5, 11, -6.5, -0.5, 1.5),
        (15, 0.7, 0.6, 0.7, -1, 1),
    )
    height = torch.zeros_like(x)
    for h, a, b, c, u, v in peaks:
        height = height + h * torch.exp(a * (x - u) ** 2 + b * (x - u) * (y - v) + c * (y - v) ** 2)
    return height


@dataclass(frozen=True, kw_only=True)
class MuellerBrown(AbstractSurface):
    """Three wells and the passes between them; the start lies beside the highest pass (Müller & Brown, 1979)."""

    f: ClassVar = staticmethod(mueller_brown)
    group: ClassVar = "basins"
    domain: ClassVar = ((-1.5, 1.2), (-0.2, 2.0))
    start: ClassVar = (-0.8, 0.6)

    @property
    def minima(self) -> tuple[Point, ...]:
        return (
            (-0.5582236346330243, 1.4417258418046686),
            (0.6234994049308765, 0.028037758528685668),
            (-0.050010822998206, 0.46669410487197205),
        )
