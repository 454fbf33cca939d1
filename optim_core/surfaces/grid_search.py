"""Minima, start and color scale of a surface of unknown shape, from its values on a grid over its domain."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Box, Point
from optim_core.surfaces.minimum_lines import MinimumLine, minimum_lines
from optim_core.surfaces.newton_refine import newton_refine

SIDE = 61
MAX_SEEDS = 64
DECADES = 1.5
"""A log scale is used if the 99th percentile of height above the lowest exceeds the 25th by more decades than this."""
PREFERRED = (0.2, 0.7)
"""Preferred start, as shares of the domain's width and height."""


@dataclass(frozen=True, eq=False)
class GridSearch:
    """Smooth `minima`, the lowest first, and a `start`; `holes` is the share of grid points without a finite value.

    `lines` holds the minima that are whole lines by the index of a point of each in `minima`.
    """

    minima: tuple[Point, ...]
    lines: Mapping[int, MinimumLine]
    start: Point
    log: bool
    holes: float


@lru_cache(256)
def grid_search(surface: AbstractSurface) -> GridSearch:
    """Evaluate the domain on `SIDE` x `SIDE` points, refine the local minima by Newton's method, and find lines."""
    box = surface.domain
    axes = [torch.linspace(low, high, SIDE, dtype=torch.float64) for low, high in box]
    xy = torch.cartesian_prod(*axes).reshape(SIDE, SIDE, 2)
    with torch.enable_grad():
        leaf = xy.clone().requires_grad_()
        z = surface(leaf)
        (slope,) = torch.autograd.grad(z.sum(), leaf)
    z, known = z.detach(), z.detach().isfinite()
    follows = known & slope.isfinite().all(-1) & (slope != 0).any(-1)
    minima, lines = _with_lines(surface, _minima(surface, _low_points(xy, z)), minimum_lines(surface))
    return GridSearch(
        minima=minima,
        lines=lines,
        start=_start(box, xy[follows]),
        log=_spans_decades(z[known]),
        holes=1 - float(known.double().mean()),
    )


def _low_points(xy: Tensor, z: Tensor) -> tuple[Point, ...]:
    """Grid points no higher than their eight neighbors, the lowest first."""
    filled = torch.where(z.isfinite(), z, math.inf)
    around = -torch.nn.functional.max_pool2d(-filled[None, None], 3, stride=1, padding=1)[0, 0]
    low = (filled <= around) & z.isfinite()
    order = filled[low].argsort()[:MAX_SEEDS]
    return tuple((x, y) for x, y in xy[low][order].tolist())


def _minima(surface: AbstractSurface, seeds: tuple[Point, ...]) -> tuple[Point, ...]:
    """Minima reached from the seeds; points equal up to rounding count once."""
    if not seeds:
        return ()
    widths = [high - low for low, high in surface.domain]
    found: dict[tuple[int, ...], Point] = {}
    for point in newton_refine(surface, seeds):
        found.setdefault(tuple(round(1e6 * v / width) for v, width in zip(point, widths, strict=True)), point)
    return tuple(found.values())


def _with_lines(
    surface: AbstractSurface, minima: tuple[Point, ...], found: tuple[MinimumLine, ...]
) -> tuple[tuple[Point, ...], Mapping[int, MinimumLine]]:
    """The minima on none of the lines, and a point for each line, the lowest first; the lines by their index there."""
    if not found:
        return minima, {}
    points = torch.tensor(minima, dtype=torch.float64).reshape(-1, 2)
    free = torch.ones(len(points), dtype=torch.bool)
    for line in found:
        free &= ~line.holds(points)
    by_point = {line.middle: line for line in found}
    points = torch.tensor([*points[free].tolist(), *by_point], dtype=torch.float64)
    heights = surface(points).tolist()
    rows = [
        (round(height, 9), round(x, 6), round(y, 6), (x, y))
        for height, (x, y) in zip(heights, points.tolist(), strict=True)
    ]
    ordered = tuple(point for *_, point in sorted(rows))
    return ordered, {index: by_point[point] for index, point in enumerate(ordered) if point in by_point}


def _start(box: Box, follows: Tensor) -> Point:
    """Rounded grid point with a usable gradient that is nearest to `PREFERRED`."""
    widths = [high - low for low, high in box]
    preferred = [low + share * width for (low, _), share, width in zip(box, PREFERRED, widths, strict=True)]
    if len(follows):
        away = (follows - torch.tensor(preferred, dtype=torch.float64)) / torch.tensor(widths, dtype=torch.float64)
        preferred = follows[torch.linalg.vector_norm(away, dim=-1).argmin()].tolist()
    x, y = (_rounded(value, width) for value, width in zip(preferred, widths, strict=True))
    return x, y


def _rounded(value: float, width: float) -> float:
    """Value rounded to a thousandth of the width or finer."""
    return round(value, 3 - math.floor(math.log10(width)))


def _spans_decades(heights: Tensor) -> bool:
    if not len(heights):
        return False
    above = torch.quantile(heights - heights.min(), torch.tensor([0.25, 0.99], dtype=torch.float64))
    low, high = above.tolist()
    return bool(high > 10**DECADES * low > 0)
