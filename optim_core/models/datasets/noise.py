"""Noise on training targets; test targets stay exact."""

from typing import Annotated

import torch
from torch import Tensor

from optim_core.base.domains import Real

LabelNoise = Annotated[float, Real("", 0.0, 0.5)]
TargetNoise = Annotated[float, Real("σ", 0.0, 10.0, slider_range=(0.0, 1.0))]


def flip_labels(y: Tensor, classes: int, share: float) -> Tensor:
    """Labels (n,) with `share` of them changed to another class; a larger share changes the same labels and more."""
    generator = torch.Generator().manual_seed(1)
    wrong = torch.randperm(len(y), generator=generator)[: round(share * len(y))]
    shift = torch.randint(1, classes, (len(y),), generator=generator)[: len(wrong)]
    return y.index_put((wrong,), (y[wrong] + shift) % classes)


def add_noise(y: Tensor, noise: float) -> Tensor:
    """Targets (n,) plus Gaussian noise of standard deviation `noise`."""
    return y + noise * torch.randn(len(y), generator=torch.Generator().manual_seed(1))
