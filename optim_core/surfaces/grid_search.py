"""Minima, start and color scale of a surface of unknown shape, from its values on a grid over its domain."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Box, Point
from optim_core.surfaces.kink_minima import SAME, kink_minima
from optim_core.surfaces.minimum_lines import MinimumLine, minimum_lines
from optim_core.surfaces.newton_refine import newton_refine, sorted_minima

SIDE = 61
MAX_SEEDS = 64
MAX_SEARCHED = 32
"""Low points from which the pattern search starts at most, the lowest ones."""
NEAR = 2.0
"""Distance in cells up to which a low point belongs to a known minimum."""
DECADES = 1.5
"""A log scale is used if the 99th percentile of height above the lowest exceeds the 25th by more decades than this."""
PREFERRED = (0.2, 0.7)
"""Preferred start, as shares of the domain's width and height."""


@dataclass(frozen=True, eq=False)
class GridSearch:
    """Isolated `minima`, smooth or at kinks, the lowest first, and a `start`.

    `holes` is the share of grid points without a finite value. `lines` holds the minima that are whole lines by the
    index of a point of each in `minima`.
    """

    minima: tuple[Point, ...]
    lines: Mapping[int, MinimumLine]
    start: Point
    log: bool
    holes: float


@lru_cache(256)
def grid_search(surface: AbstractSurface) -> GridSearch:
    """Evaluate the domain on `SIDE` x `SIDE` points, refine the low points, and find lines of smooth minima.

    Newton's method refines smooth minima; a pattern search starts from the low points that are at none of them.
    """
    box = surface.domain
    axes = [torch.linspace(low, high, SIDE, dtype=torch.float64) for low, high in box]
    xy = torch.cartesian_prod(*axes).reshape(SIDE, SIDE, 2)
    with torch.enable_grad():
        leaf = xy.clone().requires_grad_()
        z = surface(leaf)
        (slope,) = torch.autograd.grad(z.sum(), leaf)
    z, known = z.detach(), z.detach().isfinite()
    follows = known & slope.isfinite().all(-1) & (slope != 0).any(-1)
    seeds, found = _low_points(xy, z), minimum_lines(surface)
    minima, lines = _with_lines(surface, _minima(surface, seeds, found, xy[1, 1] - xy[0, 0]), found)
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


def _minima(
    surface: AbstractSurface, seeds: tuple[Point, ...], lines: tuple[MinimumLine, ...], cell: Tensor
) -> tuple[Point, ...]:
    """Minima reached from the seeds, the lowest first; points equal up to rounding count once. `cell` (2,) is a size.

    The pattern search leaves out seeds near a smooth minimum or near one of the `lines`, and smooth surfaces.
    """
    if not seeds:
        return ()
    smooth = torch.tensor(newton_refine(surface, seeds), dtype=torch.float64).reshape(-1, 2)
    known = torch.cat([smooth, *(line.points for line in lines)])
    left = torch.tensor(() if surface.smooth else seeds, dtype=torch.float64).reshape(-1, 2)
    left = left[(torch.cdist(left / cell, known / cell) > NEAR).all(-1)][:MAX_SEARCHED]
    kinks = torch.tensor(kink_minima(surface, left, cell), dtype=torch.float64).reshape(-1, 2)
    kinks = kinks[(torch.cdist(kinks / cell, smooth / cell) > SAME).all(-1)]
    widths = [high - low for low, high in surface.domain]
    found: dict[tuple[int, ...], Point] = {}
    for x, y in sorted_minima(surface, torch.cat([smooth, kinks])):
        found.setdefault(tuple(round(1e6 * v / width) for v, width in zip((x, y), widths, strict=True)), (x, y))
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
    ordered = sorted_minima(surface, points)
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
