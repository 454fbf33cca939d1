"""The smallest linear network: two weights whose product should be 1."""

import math
from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point


def scalar_factorisation(xy: Tensor) -> Tensor:
    """f(x, y) = ½ (1 − x y)²; (..., 2) -> (...)."""
    x, y = xy.unbind(-1)
    return 0.5 * (1 - x * y) ** 2


@dataclass(frozen=True, kw_only=True)
class ScalarFactorisation(AbstractSurface):
    """Minima from sharp to flat: the step size decides which are stable (Cohen et al., 2021, arXiv:2103.00065).

    Every point of xy = 1 is a minimizer, of sharpness x² + y²; `minima` lists the two flattest.
    """

    f: ClassVar = staticmethod(scalar_factorisation)
    group: ClassVar = "saddle"
    domain: ClassVar = ((-3.5, 3.5), (-3.5, 3.5))
    start: ClassVar = (3.0, 0.1)

    @property
    def minima(self) -> tuple[Point, ...]:
        return ((1.0, 1.0), (-1.0, -1.0))

    def nearest_minimum(self, xy: Tensor) -> Tensor:
        """Nearest point (t, 1/t) of the hyperbola, (..., 2) -> (..., 2): t is a root of t⁴ − x t³ + y t − 1."""
        x, y = xy.detach().to(torch.float64)[..., None, :].unbind(-1)
        fixed = torch.linspace(-3, 3, 25, dtype=torch.float64).exp().expand(*x.shape[:-1], -1)
        # Far out, the nearest point has almost the same x or the same y: t ≈ x or t ≈ 1/y.
        samples = torch.cat([fixed, -fixed, torch.where(x == 0, 1, x), torch.where(y == 0, 1, 1 / y)], dim=-1)
        best = samples.gather(-1, _distance(samples, x, y).argmin(-1, keepdim=True))
        t = best
        for _ in range(20):
            slope = (4 * t - 3 * x) * t * t + y
            t = t - torch.where(slope == 0, 0, (((t - x) * t * t + y) * t - 1) / slope)
        t = torch.where(_distance(t, x, y) <= _distance(best, x, y), t, best)[..., 0]
        t = torch.where(xy.isfinite().all(-1), t, math.nan)
        return torch.stack([t, 1 / t], dim=-1).to(xy.dtype)


def _distance(t: Tensor, x: Tensor, y: Tensor) -> Tensor:
    return torch.hypot(t - x, 1 / t - y)
