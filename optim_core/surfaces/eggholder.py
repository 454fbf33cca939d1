"""Folded ground with its lowest point on the border."""

from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point


def eggholder(xy: Tensor) -> Tensor:
    """f(x, y) = −(y + 47) sin √|x/2 + y + 47| − x sin √|x − y − 47|; (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    folds = torch.abs(torch.stack([0.5 * x + y + 47, x - y - 47], dim=-1))
    # Along a fold the root has no derivative: autograd would give NaN.
    roots = torch.where(folds == 0, 0, torch.sqrt(torch.where(folds == 0, 1, folds)))
    first, second = torch.sin(roots).unbind(-1)
    return -(y + 47) * first - x * second


@dataclass(frozen=True, kw_only=True)
class Eggholder(AbstractSurface):
    """The lowest point of the domain lies on its border, and f decreases further outside (Whitley et al., 1996).

    `minima` holds that point, where the gradient points along x only; the many local minima inside are not listed.
    """

    f: ClassVar = staticmethod(eggholder)
    group: ClassVar = "kink"
    domain: ClassVar = ((-512.0, 512.0), (-512.0, 512.0))
    start: ClassVar = (0.0, 0.0)

    @property
    def minima(self) -> tuple[Point, ...]:
        return ((512.0, 404.2318051),)
