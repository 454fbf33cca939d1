"""Layers of K networks at once: shared examples (B, ...) or each network's own (K, B, ...) to (K, B, ...)."""

from collections.abc import Callable, Mapping

from torch import Tensor, baddbmm, nn

BENDS: Mapping[str, Callable[[Tensor], Tensor]] = {
    "tanh": nn.functional.tanh,
    "relu": nn.functional.relu,
    "gelu": nn.functional.gelu,
}


def linear(x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """x Wᵀ + b: weights (K, out, in), biases (K, out)."""
    x = x.expand(len(weight), *x.shape[-2:])
    # As (W xᵀ)ᵀ, so that the gradient of W comes out in the order of W's own memory.
    return (weight @ x.mT if bias is None else baddbmm(bias[:, :, None], weight, x.mT)).mT


def batch_norm(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """(x − mean) / √(variance + 1e-5) w + b over the examples of (K, B, features); w and b (K, features)."""
    centred = x - x.mean(1, keepdim=True)
    scale = weight[:, None] * (centred.square().mean(1, keepdim=True) + 1e-5).rsqrt()
    return centred * scale + bias[:, None]


def conv(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """3 x 3 filters that keep the size: images (B, K · in, h, w) or (B, in, h, w) to (B, K · out, h, w)."""
    groups = x.shape[1] // weight.shape[2]
    return nn.functional.conv2d(x, weight.flatten(0, 1), bias.flatten(), padding=1, groups=groups)
