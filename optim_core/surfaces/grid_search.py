"""Minima, start and color scale of a surface of unknown shape, from its values on a grid over its domain."""

import math
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Box, Point
from optim_core.surfaces.newton_refine import newton_refine

SIDE = 61
MOST_SEEDS = 64
DECADES = 1.5
"""Between the first quartile and the top of the heights above the lowest: more asks for a log scale."""
PREFERRED = (0.2, 0.7)
"""Where in the frame a start is looked for first."""


@dataclass(frozen=True)
class GridSearch:
    """The smooth `minima` found, the lowest first; a `start`; `holes` is the share of points without a value."""

    minima: tuple[Point, ...]
    start: Point
    log: bool
    holes: float


@lru_cache(256)
def grid_search(surface: AbstractSurface) -> GridSearch:
    """Evaluate the domain on `SIDE` x `SIDE` points and refine the local minima by Newton's method."""
    box = surface.domain
    axes = [torch.linspace(low, high, SIDE, dtype=torch.float64) for low, high in box]
    xy = torch.cartesian_prod(*axes).reshape(SIDE, SIDE, 2)
    with torch.enable_grad():
        leaf = xy.clone().requires_grad_()
        z = surface(leaf)
        (slope,) = torch.autograd.grad(z.sum(), leaf)
    z, known = z.detach(), z.detach().isfinite()
    follows = known & slope.isfinite().all(-1) & (slope != 0).any(-1)
    return GridSearch(
        minima=_minima(surface, _low_points(xy, z)),
        start=_start(box, xy[follows]),
        log=_spans_decades(z[known]),
        holes=1 - float(known.double().mean()),
    )


def _low_points(xy: Tensor, z: Tensor) -> tuple[Point, ...]:
    """The points no higher than their eight neighbours, the lowest first."""
    filled = torch.where(z.isfinite(), z, math.inf)
    around = -torch.nn.functional.max_pool2d(-filled[None, None], 3, stride=1, padding=1)[0, 0]
    low = (filled <= around) & z.isfinite()
    order = filled[low].argsort()[:MOST_SEEDS]
    return tuple((x, y) for x, y in xy[low][order].tolist())


def _minima(surface: AbstractSurface, seeds: tuple[Point, ...]) -> tuple[Point, ...]:
    """Those that settle; two that are one but for rounding count once."""
    if not seeds:
        return ()
    widths = [high - low for low, high in surface.domain]
    found: dict[tuple[int, ...], Point] = {}
    for point in newton_refine(surface, seeds):
        found.setdefault(tuple(round(1e6 * v / width) for v, width in zip(point, widths, strict=True)), point)
    return tuple(found.values())


def _start(box: Box, follows: Tensor) -> Point:
    """The preferred point, rounded, or the point of the grid with a gradient that is nearest to it."""
    widths = [high - low for low, high in box]
    wished = [low + share * width for (low, _), share, width in zip(box, PREFERRED, widths, strict=True)]
    if len(follows):
        away = (follows - torch.tensor(wished, dtype=torch.float64)) / torch.tensor(widths, dtype=torch.float64)
        wished = follows[torch.linalg.vector_norm(away, dim=-1).argmin()].tolist()
    x, y = (_rounded(value, width) for value, width in zip(wished, widths, strict=True))
    return x, y


def _rounded(value: float, width: float) -> float:
    """To a thousandth of the frame or finer."""
    return round(value, 3 - math.floor(math.log10(width)))


def _spans_decades(heights: Tensor) -> bool:
    if not len(heights):
        return False
    above = torch.quantile(heights - heights.min(), torch.tensor([0.25, 0.99], dtype=torch.float64))
    low, high = above.tolist()
    return bool(high > 10**DECADES * low > 0)
