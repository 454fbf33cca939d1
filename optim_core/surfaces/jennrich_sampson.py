"""Sums of exponentials fitted to a straight line."""

from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point
from optim_core.surfaces.newton_refine import newton_refine


def jennrich_sampson(xy: Tensor) -> Tensor:
    """f(x, y) = Σ (2 + 2i − eⁱˣ − eⁱʸ)² over i = 1, …, 10; (..., 2) -> (...)."""
    x, y = xy[..., None].unbind(-2)
    i = torch.arange(1, 11, dtype=xy.dtype)
    return ((2 + 2 * i - (torch.exp(i * x) + torch.exp(i * y))) ** 2).sum(-1)


@dataclass(frozen=True, kw_only=True)
class JennrichSampson(AbstractSurface):
    """Sums of exponentials rise steeply toward one corner; the minimum is 124.4, not 0 (Jennrich & Sampson, 1968)."""

    f: ClassVar = staticmethod(jennrich_sampson)
    group: ClassVar = "scale"
    domain: ClassVar = ((0.0, 0.5), (0.0, 0.5))
    start: ClassVar = (0.3, 0.4)
    log_color: ClassVar = True

    @property
    def minima(self) -> tuple[Point, ...]:
        return newton_refine(self, ((0.2578, 0.2578),))
