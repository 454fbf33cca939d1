"""Minima that are whole lines, such as x = 0 of sin(x)²: points on each, and the nearest point of one."""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from optim_core.base.lazy import cached_property
from optim_core.surfaces.base import AbstractSurface, Point
from optim_core.surfaces.newton_refine import derivatives

SIDE = 61
"""Points along each side of the grid that is moved onto the lines; a cell is the distance of neighbors."""
REACH = 1.5
"""A point is moved by at most this number of cells."""
FLAT = 1e-6
"""Largest ratio of the curvatures along and across a line."""
STILL = 1e-12
"""Largest gradient along a line, as a share of curvature times cell."""
BESIDE = 0.05
"""Distance from a line, in cells, at which the surface is higher."""
SHORTEST = 0.1
"""Least extent of a line, as a share of the domain: a minimum that is only flat is no line."""
STRAIGHT = 1e-6
"""Largest deviation of a straight line, as a share of its length."""
MAX_POINTS = 1500


class _Floor(NamedTuple):
    """Points (n, 2) after a Newton step across the valleys, and what holds at the points before it."""

    moved: Tensor
    still: Tensor
    """Whether the point lies on a line of minima, up to the step (n,)."""
    rough: Tensor
    """Whether it may come to lie on one (n,)."""
    along: Tensor
    """Unit vectors of the least curvature (n, 2)."""


def _step(surface: AbstractSurface, xy: Tensor, cell: Tensor) -> _Floor:
    (gx, gy), (xx, cross, yy) = derivatives(surface, xy)
    angle, radius = torch.atan2(cross, (xx - yy) / 2) / 2, torch.hypot((xx - yy) / 2, cross)
    high, low = (xx + yy) / 2 + radius, (xx + yy) / 2 - radius
    across = torch.stack([angle.cos(), angle.sin()], dim=-1)
    along = torch.stack([-angle.sin(), angle.cos()], dim=-1)
    slope = torch.stack([gx, gy], dim=-1)
    length = (slope * across).sum(-1) / high
    drift, size = (slope * along).sum(-1).abs() / high, float(cell.min())
    valley = (high > 0) & (length.abs() < 1e3 * size)
    still = valley & (low.abs() <= FLAT * high) & (drift <= STILL * size) & (length.abs() <= FLAT * size)
    return _Floor(xy - length[:, None] * across, still, valley & (low.abs() <= 0.1 * high), along)


@dataclass(frozen=True, eq=False)
class MinimumLine:
    """`points` (n, 2) of a line of minima of `surface`, and unit vectors `along` it (n, 2); neighbors are close."""

    surface: AbstractSurface
    points: Tensor
    along: Tensor
    cell: Tensor

    @property
    def tolerance(self) -> float:
        """Length below which coordinates are rounding errors."""
        return FLAT * float(self.cell.min())

    @cached_property
    def middle(self) -> Point:
        """The point nearest to the mean of all."""
        away = torch.linalg.vector_norm(self.points - self.points.mean(0), dim=-1)
        x, y = (0.0 if abs(value) < self.tolerance else value for value in self.points[away.argmin()].tolist())
        return x, y

    @cached_property
    def straight(self) -> tuple[float, float, float] | None:
        """(a, b, c) of the equation a x + b y = c with a² + b² = 1 and a > 0, or b = 1; None for a curve."""
        centred = self.points - self.points.mean(0)
        (_, spread), directions = torch.linalg.eigh(centred.T @ centred)
        a, b = directions[:, 0].tolist()
        if (centred @ directions[:, 0]).abs().max() > STRAIGHT * spread.sqrt():
            return None
        a, b = (0.0 if abs(value) < STRAIGHT else value for value in (a, b))
        sign = -1.0 if (a or b) < 0 else 1.0
        c = a * self.middle[0] + b * self.middle[1]
        c = 0.0 if abs(c) < self.tolerance else c
        return sign * a + 0.0, sign * b + 0.0, sign * c + 0.0

    def holds(self, minima: Tensor) -> Tensor:
        """Whether minima (k, 2) belong to the line (k,): within a cell of its points, at the same height."""
        away, index = torch.cdist(minima / self.cell, self.points / self.cell).min(-1)
        heights, level = self.surface(minima), self.surface(self.points)[index]
        return (away <= 1) & ((heights - level).abs() <= 1e-9 * (1 + level.abs()))

    def moved(self, surface: AbstractSurface, matrix: Tensor) -> "MinimumLine":
        """The line of the surface whose plane was transformed by a matrix (2, 2)."""
        along = self.along @ matrix.T
        unit = along / torch.linalg.vector_norm(along, dim=-1, keepdim=True)
        return MinimumLine(surface, self.points @ matrix.T, unit, self.cell * torch.linalg.matrix_norm(matrix))

    def nearest(self, xy: Tensor) -> Tensor:
        """The nearest point of the line: (n, 2) -> (n, 2). It may lie beyond the domain, where the line goes on."""
        xy = xy.double()
        index = torch.cdist(xy.nan_to_num(), self.points).argmin(-1)
        base, along = self.points[index], self.along[index]
        found = base + ((xy - base) * along).sum(-1, keepdim=True) * along
        for _ in range(3):
            found = _step(self.surface, found, self.cell).moved
        return torch.where(_step(self.surface, found, self.cell).still[:, None], found, base)


def minimum_lines(surface: AbstractSurface) -> tuple[MinimumLine, ...]:
    """The smooth lines of minima in the domain: a grid is moved across the valleys, and stays where it lies still."""
    low, high = torch.tensor(surface.domain, dtype=torch.float64).unbind(-1)
    cell = (high - low) / (SIDE - 1)
    axes = [torch.linspace(*ends, SIDE, dtype=torch.float64) for ends in surface.domain]
    xy = begin = torch.cartesian_prod(*axes)
    for step in range(40):
        floor = _step(surface, xy, cell)
        near = torch.linalg.vector_norm((floor.moved - begin) / cell, dim=-1) <= REACH
        chosen = near & floor.rough if step > 2 else near
        xy, begin = floor.moved[chosen], begin[chosen]
        if not len(xy):
            return ()
    floor = _step(surface, xy, cell)
    on_line = floor.still & ((low <= xy) & (xy <= high)).all(-1) & _is_floor(surface, xy, floor.along, cell)
    return tuple(_lines(surface, xy[on_line], floor.along[on_line], cell))


def _is_floor(surface: AbstractSurface, xy: Tensor, along: Tensor, cell: Tensor) -> Tensor:
    """Whether the surface rises from points (n, 2) to both sides (n,); it does not beside an inflection, as of x³."""
    across, level = torch.stack([-along[:, 1], along[:, 0]], dim=-1), surface(xy)
    sides = [surface(xy + side * BESIDE * cell.min() * across) > level for side in (-1, 1)]
    return sides[0] & sides[1] & level.isfinite()


def _lines(surface: AbstractSurface, xy: Tensor, along: Tensor, cell: Tensor) -> list[MinimumLine]:
    """The connected parts of points that are long enough; of points within half a cell, one is left."""
    places: dict[tuple[float, ...], int] = {}
    for index, place in enumerate((xy / cell * 2).round().tolist()):
        places.setdefault(tuple(place), index)
    chosen = list(places.values())[:MAX_POINTS]
    xy, along = xy[chosen], along[chosen]
    joined = torch.cdist(xy / cell, xy / cell) <= REACH
    left, found = torch.ones(len(xy), dtype=torch.bool), []
    while left.any():
        part = torch.zeros_like(left)
        part[left.nonzero()[0]] = True
        while (grown := joined[part].any(0)).sum() > part.sum():
            part = grown
        left &= ~part
        if (xy[part].amax(0) - xy[part].amin(0)).div(cell * (SIDE - 1)).max() >= SHORTEST:
            found.append(MinimumLine(surface, xy[part], along[part], cell))
    return found
