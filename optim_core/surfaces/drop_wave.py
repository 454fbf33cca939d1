"""Rings of waves around a drop."""

from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point


def drop_wave(xy: Tensor) -> Tensor:
    """f(x, y) = −(1 + cos 12r) / (r²/2 + 2), where r is the distance from the origin; (..., 2) -> (...)."""
    r = torch.linalg.vector_norm(xy, dim=-1)
    waves: Tensor = -(1 + torch.cos(12 * r)) / (0.5 * r**2 + 2)
    return waves


@dataclass(frozen=True, kw_only=True)
class DropWave(AbstractSurface):
    """Each trough is a whole ring, so a path stops on the first one it meets (sfu.ca/~ssurjano).

    The points of a ring are minimizers too; `minima` holds only the global one, in the middle.
    """

    f: ClassVar = staticmethod(drop_wave)
    group: ClassVar = "many"
    domain: ClassVar = ((-5.12, 5.12), (-5.12, 5.12))
    start: ClassVar = (2.0, 2.0)

    @property
    def minima(self) -> tuple[Point, ...]:
        return ((0.0, 0.0),)
