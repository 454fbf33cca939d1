"""A tray with a cross of creases."""

import math
from dataclasses import dataclass
from itertools import product
from typing import ClassVar

import torch
from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point
from optim_core.surfaces.newton_refine import newton_refine


def cross_in_tray(xy: Tensor) -> Tensor:
    """f(x, y) = −10⁻⁴ (|sin x sin y exp |100 − r/π|| + 1)⁰·¹, where r is the distance from the origin.

    Points (..., 2) to heights (...).
    """
    x, y = xy.unbind(-1)
    a = torch.abs(100 - torch.linalg.vector_norm(xy, dim=-1) / math.pi)
    # exp(a) is factored out of the bracket: it would overflow in single precision.
    return -1e-4 * torch.exp(0.1 * a) * (torch.abs(torch.sin(x) * torch.sin(y)) + torch.exp(-a)) ** 0.1


@dataclass(frozen=True, kw_only=True)
class CrossInTray(AbstractSurface):
    """Almost flat between creases along every multiple of π, where the slope is unbounded (Mishra, 2006)."""

    f: ClassVar = staticmethod(cross_in_tray)
    group: ClassVar = "kink"
    domain: ClassVar = ((-10.0, 10.0), (-10.0, 10.0))
    start: ClassVar = (4.0, 4.0)

    @property
    def minima(self) -> tuple[Point, ...]:
        # One minimum between neighboring creases.
        line = [(i + 0.5) * math.pi - 0.2 * (i + 0.5) for i in range(-3, 3)]
        return newton_refine(self, tuple(product(line, line)))
