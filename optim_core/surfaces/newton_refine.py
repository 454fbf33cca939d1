"""Minimizers to full precision by Newton's method, for surfaces without a closed form."""

from functools import lru_cache

import torch
from torch import Tensor

from optim_core.surfaces.base import AbstractSurface, Point


@lru_cache(maxsize=256)
def newton_refine(surface: AbstractSurface, seeds: tuple[Point, ...]) -> tuple[Point, ...]:
    """Minimizers in the surface's domain that Newton's method reaches from `seeds`, the lowest first.

    40 steps H p = −∇f from all seeds at once; points that have not converged to a minimum are dropped.
    """
    xy = torch.tensor(seeds, dtype=torch.float64)
    for _ in range(40):
        (gx, gy), (xx, cross, yy) = derivatives(surface, xy)
        det = xx * yy - cross**2
        xy = xy - torch.stack([yy * gx - cross * gy, xx * gy - cross * gx], dim=-1) / det[:, None]
    (gx, gy), (xx, cross, yy) = derivatives(surface, xy)
    settled = torch.maximum(gx.abs(), gy.abs()) <= 1e-9 * (1 + xx + yy)
    low, high = torch.tensor(surface.domain, dtype=torch.float64).unbind(-1)
    inside = ((low <= xy) & (xy <= high)).all(-1)
    return sorted_minima(surface, xy[settled & inside & (xx > 0) & (xx * yy > cross**2)])


def sorted_minima(surface: AbstractSurface, xy: Tensor) -> tuple[Point, ...]:
    """The points (n, 2), the lowest first; points that are equal in 6 decimals count once.

    Their keys are rounded: the order of equal minima does not depend on the last bit.
    """
    rows = zip(surface(xy).tolist(), xy.tolist(), strict=True)
    found = {(round(height, 9), round(x, 6), round(y, 6)): (x, y) for height, (x, y) in rows}
    return tuple(found[key] for key in sorted(found))


def lattice(reach: int) -> tuple[Point, ...]:
    """Points with integer coordinates from -reach to reach."""
    whole = range(-reach, reach + 1)
    return tuple((float(i), float(j)) for i in whole for j in whole)


def derivatives(surface: AbstractSurface, xy: Tensor) -> tuple[tuple[Tensor, ...], tuple[Tensor, ...]]:
    """Gradient (∂x, ∂y) and Hessian (∂xx, ∂xy, ∂yy) at points (n, 2), each entry (n,)."""
    with torch.enable_grad():
        leaf = xy.detach().requires_grad_()
        (grad,) = torch.autograd.grad(surface(leaf).sum(), leaf, create_graph=True)
        gx, gy = grad.unbind(-1)
        if not grad.requires_grad:
            return (gx, gy), (torch.zeros_like(gx),) * 3
        (along_x,) = torch.autograd.grad(gx.sum(), leaf, retain_graph=True, materialize_grads=True)
        (along_y,) = torch.autograd.grad(gy.sum(), leaf, materialize_grads=True)
    return (gx.detach(), gy.detach()), (along_x[:, 0], along_x[:, 1], along_y[:, 1])
