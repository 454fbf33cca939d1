"""Training targets that are wrong; those for testing never are."""

from typing import Annotated

import torch
from torch import Tensor

from optim_core.base.hyper import Real

LabelNoise = Annotated[float, Real("", 0.0, 0.5)]
TargetNoise = Annotated[float, Real("σ", 0.0, 10.0, slider_range=(0.0, 1.0))]


def mislabelled(y: Tensor, classes: int, share: float) -> Tensor:
    """The labels, `share` of them changed to another class; a larger share changes the same ones and more."""
    generator = torch.Generator().manual_seed(1)
    wrong = torch.randperm(len(y), generator=generator)[: round(share * len(y))]
    shift = torch.randint(1, classes, (len(y),), generator=generator)[: len(wrong)]
    return y.index_put((wrong,), (y[wrong] + shift) % classes)


def blurred(y: Tensor, noise: float) -> Tensor:
    """The numbers, a Gaussian of standard deviation `noise` added to each."""
    return y + noise * torch.randn(len(y), generator=torch.Generator().manual_seed(1))
