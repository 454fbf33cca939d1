"""Hills that grow toward the outside, the lowest valley far from the next lowest."""

from dataclasses import dataclass
from itertools import product
from typing import ClassVar

import torch
from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point
from optim_core.surfaces.newton_refine import newton_refine


def schwefel(xy: Tensor) -> Tensor:
    """f(x, y) = Σ 418.98 − x sin √|x|; (..., 2) -> (...)."""
    # f has slope 0 at 0, but the root has no derivative there: autograd would give NaN.
    root = torch.sqrt(torch.where(xy == 0, 1, torch.abs(xy)))
    return (418.9828872724338 - xy * torch.sin(torch.where(xy == 0, 0, root))).sum(-1)


@dataclass(frozen=True, kw_only=True)
class Schwefel(AbstractSurface):
    """The overall slope leads away from the lowest valley, which lies in a corner (Schwefel, 1981)."""

    f: ClassVar = staticmethod(schwefel)
    group: ClassVar = "many"
    domain: ClassVar = ((-500.0, 500.0), (-500.0, 500.0))
    start: ClassVar = (-300.0, 300.0)

    @property
    def minima(self) -> tuple[Point, ...]:
        # Where tan √|x| = −√|x|/2 and x sin √|x| is largest.
        line = (-302.5, -124.8, -25.9, 5.2, 65.5, 203.8, 421.0)
        return newton_refine(self, tuple(product(line, line)))
