"""A surface's heights over its domain, for drawing."""

from dataclasses import dataclass

import numpy as np
import torch

from optim_core.base.domains import Whole
from optim_core.base.result import AbstractResult, Array
from optim_core.surfaces import AbstractSurface
from optim_core.surfaces.base import Box

SIDE = Whole("", 2, 200)


@dataclass(frozen=True, kw_only=True, eq=False)
class Grid(AbstractResult):
    """Heights z (side, side) over x (side,) and y (side,); z[j, i] = f(x[i], y[j]). Compared by identity."""

    x: Array
    y: Array
    z: Array


def grid(surface: AbstractSurface, side: int = 121, box: Box | None = None) -> Grid:
    """The surface on `side` x `side` points over `box`, border included; `box` is the domain by default."""
    side = SIDE.check(side, "grid.side")
    x, y = (np.linspace(low, high, side) for low, high in box or surface.domain)
    points = torch.tensor(np.stack(np.meshgrid(x, y), axis=-1))
    return Grid(x=x, y=y, z=surface(points).numpy())
