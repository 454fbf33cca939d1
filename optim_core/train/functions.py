"""The pure functions of a training; their source is part of exported scripts, so they use only torch."""

from collections.abc import Callable

import torch
from torch import Tensor


def batches(size: int, batch_size: int, seed: int, epoch: int) -> tuple[Tensor, ...]:
    """The examples of each batch of `epoch`, counted from 1; every epoch can be drawn without those before it."""
    generator = torch.Generator().manual_seed(seed * 10_000 + epoch)
    return torch.split(torch.randperm(size, generator=generator), batch_size)


def measure(
    model: Callable[[Tensor], Tensor],
    loss: Callable[[Tensor, Tensor], Tensor],
    score: Callable[[Tensor, Tensor], Tensor],
    x: Tensor,
    y: Tensor,
) -> tuple[Tensor, Tensor]:
    """Loss and score over all examples."""
    with torch.no_grad():
        outputs = model(x)
        return loss(outputs, y), score(outputs, y)
