"""A bowl with a shallow and a deep hole."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Real
from optim_core.surfaces.base import AbstractSurface, Point
from optim_core.surfaces.newton_refine import newton_refine


def double_gaussian_bowl(xy: Tensor, width: float) -> Tensor:
    """f(x, y) = x² + y² − 2 exp(−((x − 1)² + y²)/w) − 3 exp(−((x + 1)² + y²)/w); (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    shallow = 2 * torch.exp(-((x - 1) ** 2 + y**2) / width)
    deep = 3 * torch.exp(-((x + 1) ** 2 + y**2) / width)
    return x**2 + y**2 - shallow - deep


@dataclass(frozen=True, kw_only=True)
class DoubleGaussianBowl(AbstractSurface):
    """A near hole and a deeper one: momentum decides which one a path ends in (Dupont, 2018).

    Source: emiliendupont.github.io.
    """

    f: ClassVar = staticmethod(double_gaussian_bowl)
    group: ClassVar = "basins"
    domain: ClassVar = ((-2.0, 2.0), (-2.0, 2.0))
    start: ClassVar = (0.75, 1.0)

    width: Annotated[float, Real("w", 0.02, 0.7, scale="log")] = 0.2

    @property
    def minima(self) -> tuple[Point, ...]:
        return newton_refine(self, ((-1.0, 0.0), (1.0, 0.0)))
