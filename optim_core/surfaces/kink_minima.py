"""Bounded pattern search for minima at kinks, as in abs(x) + abs(y), where Newton's method fails."""

import math

import torch
from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point

DIRECTIONS = 16
"""Directions of each poll; those of the next one are turned by the golden angle."""
GOLDEN = math.pi * (3 - math.sqrt(5))
POLLS = 160
REACHES = (256.0, 16.0, 4.0, 1.0, 0.25)
"""Lengths tried along the sampled descent direction, in steps of the poll."""
FINEST = 2.0**-44
"""The search ends at a step of this number of cells."""
RADII = tuple(16.0**-k for k in range(8))
"""Radii of the rings on which a candidate is examined, in cells, the largest first."""
STILL = -3
"""The ring around which the gradients of a minimum lead in all directions."""
RING, ZOOMS, FINER = 64, 8, 16
"""Points of a ring; how often the surroundings of its lowest point are searched, and how many times finer each time."""
ISOLATED = 1e-8
"""The lowest point of a ring is higher than its center by more than this share of the highest: else it is a line."""
JUMP = 0.1
"""A minimum rises on the smallest ring by less than this share of its rise on the ring that isolates it."""
ROUNDING = 2.0**-46
SAME = 1e-3
"""Points at most this number of cells apart count once, as the lowest of them."""
DIGITS = 9
"""Decimal digits of a cell to which a coordinate is rounded where the surface is no higher there."""


def kink_minima(surface: AbstractSurface, seeds: Tensor, cell: Tensor) -> tuple[Point, ...]:
    """Isolated minima in the surface's domain that a pattern search from `seeds` (n, 2) reaches, kinks included.

    `cell` (2,) is the unit of length. A poll around a point also samples gradients; the shortest vector in their
    convex hull gives a direction along the floor of a sharp valley. A jump or a pole is no minimum.
    """
    if not len(seeds):
        return ()
    found = _rounded(surface, _search(surface, seeds, cell), cell)
    found = found[_heights(surface, found).argsort(stable=True)]
    repeats = ((torch.cdist(found / cell, found / cell) <= SAME).tril(-1)).any(-1)
    found = found[~repeats]
    return tuple((x, y) for x, y in found[_is_minimum(surface, found, cell)].tolist())


def _search(surface: AbstractSurface, xy: Tensor, cell: Tensor) -> Tensor:
    """The lowest points (n, 2) that the search reaches from points (n, 2) within the domain."""
    low, high = torch.tensor(surface.domain, dtype=torch.float64).unbind(-1)
    best, step = _heights(surface, xy), torch.ones(len(xy), dtype=torch.float64)
    reaches = torch.tensor(REACHES, dtype=torch.float64)
    for poll in range(POLLS):
        if not (step > FINEST).any():
            break
        around = xy[:, None] + step[:, None, None] * _circle(DIRECTIONS, GOLDEN * poll) * cell
        around = around.clamp(low, high)
        down = _descent(_slopes(surface, around, cell))
        along = xy[:, None] + (step[:, None] * reaches)[..., None] * down[:, None] * cell
        tried = torch.cat([around, along.clamp(low, high)], dim=1)
        lowest, index = _heights(surface, tried).min(-1)
        lower = lowest < best
        xy = torch.where(lower[:, None], tried[torch.arange(len(xy)), index], xy)
        best = torch.where(lower, lowest, best)
        step = torch.where(lower, (2 * step).clamp(max=1.0), step / 2)
    return xy


def _is_minimum(surface: AbstractSurface, xy: Tensor, cell: Tensor) -> Tensor:
    """Whether points (n, 2) are minima without equals nearby, at which the surface is continuous (n,)."""
    height = _heights(surface, xy)
    radii = torch.tensor(RADII, dtype=torch.float64)[:, None]

    def rise(angles: Tensor) -> Tensor:
        """Heights above the centers on the rings at angles (n, rings, k)."""
        ring = xy[:, None, None] + (radii * torch.stack([angles.cos(), angles.sin()])).permute(1, 2, 3, 0) * cell
        return _heights(surface, ring) - height[:, None, None]

    width = 2 * math.pi / RING
    angles = width * torch.arange(RING, dtype=torch.float64).expand(len(xy), len(RADII), -1)
    most = rise(angles).amax(-1)
    for _ in range(ZOOMS):
        least, index = rise(angles).min(-1)
        width /= FINER
        near = width * torch.arange(-FINER, FINER + 1, dtype=torch.float64)
        angles = angles.gather(-1, index[..., None]) + near
    # Coordinates are rounded, too: by more of a radius, the smaller it is beside them.
    blurred = ROUNDING * (1 + (xy / cell).abs().amax(-1)[:, None]) / radii[:, 0]
    rounding = torch.maximum(ROUNDING * height.abs()[:, None], blurred * most)
    holds_within = (least.flip(-1) >= -rounding).cummin(-1).values.flip(-1)
    isolating = (least > torch.maximum(rounding, ISOLATED * most)) & holds_within
    outer = most.gather(-1, isolating.double().argmax(-1, keepdim=True))[:, 0]
    ring = xy[:, None] + RADII[STILL] * _circle(RING) * cell
    return isolating.any(-1) & (most[:, -1] <= JUMP * outer) & _holds_zero(_slopes(surface, ring, cell))


def _rounded(surface: AbstractSurface, xy: Tensor, cell: Tensor) -> Tensor:
    """Points (n, 2) with fewer digits, where the surface is no higher there."""
    places = [DIGITS - math.floor(math.log10(size)) for size in cell.tolist()]
    rounded = torch.stack(
        [column.round(decimals=digits) for column, digits in zip(xy.unbind(-1), places, strict=True)], dim=-1
    )
    return torch.where((_heights(surface, rounded) <= _heights(surface, xy))[:, None], rounded, xy) + 0.0


def _circle(count: int, angle: float = 0.0) -> Tensor:
    """Evenly spaced unit vectors (count, 2), the first at an angle."""
    angles = angle + 2 * math.pi * torch.arange(count, dtype=torch.float64) / count
    return torch.stack([angles.cos(), angles.sin()], dim=-1)


def _heights(surface: AbstractSurface, xy: Tensor) -> Tensor:
    """Heights at points (..., 2); infinite where there is no value."""
    with torch.no_grad():
        z = surface(xy)
    return torch.where(z.isnan(), math.inf, z)


def _slopes(surface: AbstractSurface, xy: Tensor, cell: Tensor) -> Tensor:
    """Gradients per cell at points (n, k, 2); in place of one that is 0 or no number, the longest of the k."""
    with torch.enable_grad():
        leaf = xy.detach().requires_grad_()
        (slope,) = torch.autograd.grad(surface(leaf).sum(), leaf)
    slope = torch.where(slope.isfinite().all(-1, keepdim=True), slope * cell, 0.0)
    length = torch.linalg.vector_norm(slope, dim=-1, keepdim=True)
    longest = slope.gather(1, length.argmax(1, keepdim=True).expand(-1, 1, 2))
    return torch.where(length > 0, slope, longest)


def _holds_zero(vectors: Tensor) -> Tensor:
    """Whether the convex hull of vectors (n, k, 2) holds 0 (n,): then no direction leads down from all of them."""
    ordered = torch.atan2(vectors[..., 1], vectors[..., 0]).sort(-1).values
    gaps = torch.cat([ordered[:, 1:], ordered[:, :1] + 2 * math.pi], dim=-1) - ordered
    return gaps.amax(-1) <= math.pi


def _descent(vectors: Tensor) -> Tensor:
    """Unit vectors (n, 2) against the shortest vector of the convex hull of gradients (n, k, 2); 0 if that is 0."""
    one, apart = vectors[:, :, None], vectors[:, None] - vectors[:, :, None]
    share = -(one * apart).sum(-1) / (apart**2).sum(-1).clamp(min=1e-300)
    nearest = (one + share.clamp(0, 1)[..., None] * apart).flatten(1, 2)
    length, index = torch.linalg.vector_norm(nearest, dim=-1).min(-1)
    unit = nearest[torch.arange(len(vectors)), index] / length.clamp(min=1e-300)[:, None]
    return torch.where(_holds_zero(vectors)[:, None], 0.0, -unit)
