"""The pure functions of a training; their source is part of exported scripts, so they use only torch."""

import torch
from torch import Tensor, nn


def batches(size: int, batch_size: int, seed: int, epoch: int) -> tuple[Tensor, ...]:
    """The examples of each batch of `epoch`, counted from 1; every epoch can be drawn without those before it."""
    generator = torch.Generator().manual_seed(seed * 1_000 + epoch)
    return torch.split(torch.randperm(size, generator=generator), batch_size)


def measure(model: nn.Module, x: Tensor, y: Tensor) -> tuple[float, float]:
    """Mean cross-entropy and share of right answers over all examples."""
    with torch.no_grad():
        logits = model(x)
        loss = nn.functional.cross_entropy(logits, y)
    return loss.item(), (logits.argmax(1) == y).sum().item() / len(y)
