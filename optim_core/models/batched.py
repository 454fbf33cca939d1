"""Layers for K networks at once: shared examples (B, ...) or one batch per network (K, B, ...) -> (K, B, ...)."""

from collections.abc import Callable, Mapping

from torch import Tensor, addcmul, baddbmm, nn

ACTIVATIONS: Mapping[str, Callable[[Tensor], Tensor]] = {
    "tanh": nn.functional.tanh,
    "relu": nn.functional.relu,
    "gelu": nn.functional.gelu,
}


def linear(x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """x Wᵀ + b: (B, in) or (K, B, in) -> (K, B, out), with weights (K, out, in) and biases (K, out)."""
    x = x.expand(len(weight), *x.shape[-2:])
    # Computed as (W xᵀ)ᵀ, so that the gradient of W has the memory layout of W.
    return (weight @ x.mT if bias is None else baddbmm(bias[:, :, None], weight, x.mT)).mT


def batch_norm(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """(x − mean) / √(variance + 1e-5) w + b over the examples: (K, B, features), w and b (K, features)."""
    centred = x - x.mean(1, keepdim=True)
    scale = weight[:, None] * (centred.square().mean(1, keepdim=True) + 1e-5).rsqrt()
    return centred * scale + bias[:, None]


def conv(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """3 x 3 convolution of unchanged image size: (B, K · in, h, w) or (B, in, h, w) -> (B, K · out, h, w).

    `weight` is (K, out, in, 3, 3) and `bias` (K, out).
    """
    groups = x.shape[1] // weight.shape[2]
    return nn.functional.conv2d(x, weight.flatten(0, 1), bias.flatten(), padding=1, groups=groups)


def layer_norm(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """(x − mean) / √(variance + 1e-5) w + b over the features: (K, n, features), w and b (K, features)."""
    return addcmul(bias[:, None], nn.functional.layer_norm(x, x.shape[-1:]), weight[:, None])
