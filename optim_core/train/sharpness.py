"""Sharpness: the top Hessian eigenvalue of the loss, by power iteration for many networks at once."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from optim_core.base.time_slices import yield_if_due

TOLERANCE = 1e-3
MAX_PRODUCTS = 50


def sharpness(
    losses: Callable[[Tensor], Tensor], weights: Tensor, start: Tensor, divisors: Tensor | None = None
) -> tuple[Tensor, Tensor]:
    """The largest Hessian eigenvalue (K,) of each network's loss, and its unit eigenvector (K, P).

    v ← (H + c) v / |(H + c) v|,  λ = v · H v, by Hessian-vector products (Pearlmutter, 1994), until λ changes by less
    than a thousandth, or for `MAX_PRODUCTS` products. `losses` maps weights (K, P) to losses (K,), and `start` (K, P)
    are the initial directions. c grows to -λ where λ < 0, so that the iteration leaves negative eigenvalues.
    With `divisors` D (K, P), all above 0, it is that of D⁻¹ H, by products with the symmetric D^(−½) H D^(−½).
    """
    scale = torch.ones_like(weights) if divisors is None else divisors.rsqrt()
    weights = weights.detach().requires_grad_()
    (slopes,) = torch.autograd.grad(losses(weights).sum(), weights, create_graph=True)
    v, shift, value = _unit(start), torch.zeros(len(weights), 1).to(weights), torch.full([len(weights), 1], torch.inf)
    value = value.to(weights)
    for _ in range(MAX_PRODUCTS):
        yield_if_due()
        (product,) = torch.autograd.grad(slopes, weights, scale * v, retain_graph=True)
        product = scale * product
        before, value = value, (v * product).sum(1, keepdim=True)
        shift = torch.maximum(shift, -value)
        v = _unit(product + shift * v)
        if not ((value - before).abs() > TOLERANCE * value.abs()).any():
            break
    return value[:, 0].detach(), v.detach()


def _unit(v: Tensor) -> Tensor:
    return nn.functional.normalize(v, eps=1e-30)
