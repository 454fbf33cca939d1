"""A circle in a circle."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Real
from optim_core.models.datasets.noise import LabelNoise, flip_labels
from optim_core.models.datasets.synthetic import AbstractSynthetic
from optim_core.models.tasks import CLASSES


def circles(samples: int, noise: float, label_noise: float) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Points (n, 2) at radius 1 (class 0) or ½ (class 1) plus Gaussian `noise`, and classes (n,); 1,000 to test."""
    generator = torch.Generator().manual_seed(0)
    parts: list[Tensor] = []
    for size in (1_000, samples):
        y = torch.arange(size) % 2
        t = 2 * torch.pi * torch.rand(size, generator=generator)
        x = torch.stack([t.cos(), t.sin()], dim=1) / (1 + y[:, None])
        parts += [x + noise * torch.randn(size, 2, generator=generator), y]
    test_x, test_y, train_x, train_y = parts
    return train_x, flip_labels(train_y, 2, label_noise), test_x, test_y


@dataclass(frozen=True, kw_only=True)
class Circles(AbstractSynthetic):
    """Which of two circles about the origin a point belongs to, as scikit-learn's `make_circles` with `factor=0.5`."""

    load: ClassVar = staticmethod(circles)
    helpers: ClassVar = (flip_labels,)
    task: ClassVar = CLASSES
    shape: ClassVar = (2,)
    outputs: ClassVar = 2

    noise: Annotated[float, Real("σ", 0.0, 2.0, slider_range=(0.0, 0.5))] = 0.1
    label_noise: LabelNoise = 0.0
