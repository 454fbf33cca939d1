"""The largest curvature of the loss at the weights of many networks."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from optim_core.base.time_slices import yield_if_due

TOLERANCE = 1e-3
MOST_PRODUCTS = 50


def sharpness(losses: Callable[[Tensor], Tensor], weights: Tensor, start: Tensor) -> tuple[Tensor, Tensor]:
    """The largest eigenvalue (K,) of the Hessian of each network's loss, and its direction (K, P), of length 1.

    v ← (H + c) v / |(H + c) v|,  λ = v · H v, by Hessian-vector products (Pearlmutter, 1994), until λ changes by
    less than a thousandth. `losses` turns weights (K, P) into (K,); `start` (K, P) are directions to begin with.
    c grows to -λ where λ is negative, so that an eigenvalue of large size but negative sign is passed over.
    """
    weights = weights.detach().requires_grad_()
    (slopes,) = torch.autograd.grad(losses(weights).sum(), weights, create_graph=True)
    v, shift, value = _unit(start), torch.zeros(len(weights), 1).to(weights), torch.full([len(weights), 1], torch.inf)
    value = value.to(weights)
    for _ in range(MOST_PRODUCTS):
        yield_if_due()
        (product,) = torch.autograd.grad(slopes, weights, v, retain_graph=True)
        before, value = value, (v * product).sum(1, keepdim=True)
        shift = torch.maximum(shift, -value)
        v = _unit(product + shift * v)
        if not ((value - before).abs() > TOLERANCE * value.abs()).any():
            break
    return value[:, 0].detach(), v.detach()


def _unit(v: Tensor) -> Tensor:
    return nn.functional.normalize(v, eps=1e-30)
