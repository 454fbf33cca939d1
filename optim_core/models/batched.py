"""Layers of K networks at once."""

from torch import Tensor, baddbmm


def linear(x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """x Wᵀ + b: (B, in) or (K, B, in), weights (K, out, in), biases (K, out) to (K, B, out)."""
    x = x.expand(len(weight), *x.shape[-2:])
    return x @ weight.mT if bias is None else baddbmm(bias[:, None], x, weight.mT)
