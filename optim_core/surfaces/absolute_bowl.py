"""A bowl folded from four planes."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Real
from optim_core.surfaces.base import AbstractSurface, Point


def absolute_bowl(xy: Tensor, kappa: float) -> Tensor:
    """f(x, y) = |x| + κ |y|; (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    return torch.abs(x) + kappa * torch.abs(y)


@dataclass(frozen=True, kw_only=True)
class AbsoluteBowl(AbstractSurface):
    """Gradients that never shrink: with a fixed step the path bounces across the kink for ever (Shor, 1985)."""

    f: ClassVar = staticmethod(absolute_bowl)
    group: ClassVar = "kink"
    domain: ClassVar = ((-2.0, 2.0), (-2.0, 2.0))
    start: ClassVar = (-1.5, 1.0)

    kappa: Annotated[float, Real("κ", 0.01, 100.0, scale="log")] = 4.0

    @property
    def minima(self) -> tuple[Point, ...]:
        return ((0.0, 0.0),)
