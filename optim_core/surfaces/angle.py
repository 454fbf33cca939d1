"""Angles as surfaces take them: in degrees, as numbers or tensors."""

import math

import torch
from torch import Tensor


def cosine_and_sine(degrees: float | Tensor) -> tuple[float | Tensor, float | Tensor]:
    """Cosine and sine of an angle: numbers for a number, tensors of its shape for a tensor."""
    angle = degrees * (math.pi / 180)
    if isinstance(angle, Tensor):
        return torch.cos(angle), torch.sin(angle)
    return math.cos(angle), math.sin(angle)
