"""Minimizers to full precision, where they have no closed form."""

from functools import lru_cache

import torch
from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point


@lru_cache(maxsize=256)
def newton_refine(surface: AbstractSurface, seeds: tuple[Point, ...]) -> tuple[Point, ...]:
    """The minimizers in the surface's domain that Newton's method reaches from `seeds`, the lowest first.

    H p = −∇f from every seed at once, 40 times; what has not settled by then, or not in a minimum, is left out.
    """
    xy = torch.tensor(seeds, dtype=torch.float64)
    for _ in range(40):
        (gx, gy), (xx, cross, yy) = _derivatives(surface, xy)
        det = xx * yy - cross**2
        xy = xy - torch.stack([yy * gx - cross * gy, xx * gy - cross * gx], dim=-1) / det[:, None]
    (gx, gy), (xx, cross, yy) = _derivatives(surface, xy)
    settled = torch.maximum(gx.abs(), gy.abs()) <= 1e-9 * (1 + xx + yy)
    low, high = torch.tensor(surface.domain, dtype=torch.float64).unbind(-1)
    inside = ((low <= xy) & (xy <= high)).all(-1)
    kept = xy[settled & inside & (xx > 0) & (xx * yy > cross**2)]
    # Rounded, so that the order of equals does not depend on the last bit.
    found = {(round(height, 9), round(x, 6), round(y, 6)): (x, y) for height, (x, y) in _rows(surface, kept)}
    return tuple(found[key] for key in sorted(found))


def lattice(reach: int) -> tuple[Point, ...]:
    """The points with whole coordinates from -reach to reach."""
    whole = range(-reach, reach + 1)
    return tuple((float(i), float(j)) for i in whole for j in whole)


def _derivatives(surface: AbstractSurface, xy: Tensor) -> tuple[tuple[Tensor, ...], tuple[Tensor, ...]]:
    """The gradient (∂x, ∂y) and the Hessian (∂xx, ∂xy, ∂yy) at each row."""
    with torch.enable_grad():
        leaf = xy.detach().requires_grad_()
        (grad,) = torch.autograd.grad(surface(leaf).sum(), leaf, create_graph=True)
        gx, gy = grad.unbind(-1)
        if not grad.requires_grad:
            return (gx, gy), (torch.zeros_like(gx),) * 3
        (along_x,) = torch.autograd.grad(gx.sum(), leaf, retain_graph=True, materialize_grads=True)
        (along_y,) = torch.autograd.grad(gy.sum(), leaf, materialize_grads=True)
    return (gx.detach(), gy.detach()), (along_x[:, 0], along_x[:, 1], along_y[:, 1])


def _rows(surface: AbstractSurface, xy: Tensor) -> list[tuple[float, Point]]:
    return [(height, (x, y)) for height, (x, y) in zip(surface(xy).tolist(), xy.tolist(), strict=True)]
