"""Pure functions of a training. Exported scripts contain their source, so they use torch only."""

from collections.abc import Callable

import torch
from torch import Tensor


def batches(size: int, batch_size: int, seed: int, epoch: int) -> tuple[Tensor, ...]:
    """Indices (B,) of the examples of each batch of `epoch`, from 1. Drawing an epoch needs no earlier one."""
    generator = torch.Generator().manual_seed(seed * 10_000 + epoch)
    return torch.split(torch.randperm(size, generator=generator), batch_size)


def measure(
    model: Callable[[Tensor], Tensor],
    loss: Callable[[Tensor, Tensor], Tensor],
    score: Callable[[Tensor, Tensor], Tensor],
    x: Tensor,
    y: Tensor,
) -> tuple[Tensor, Tensor]:
    """Loss and score, scalars or (K,), over the examples x (B, ...) and targets y (B, ...)."""
    with torch.no_grad():
        outputs = model(x)
        return loss(outputs, y), score(outputs, y)
