"""Two spiral arms about one center."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Real
from optim_core.models.datasets.noise import LabelNoise, flip_labels
from optim_core.models.datasets.synthetic import AbstractSynthetic
from optim_core.models.tasks import CLASSES


def spirals(samples: int, turns: float, noise: float, label_noise: float) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Points (n, 2) plus Gaussian `noise`, and classes (n,); 1,000 to test.

    r (cos t, sin t) with r in [0, 1] and t = 2π turns r, plus π for class 1.
    """
    generator = torch.Generator().manual_seed(0)
    parts: list[Tensor] = []
    for size in (1_000, samples):
        y = torch.arange(size) % 2
        r = torch.rand(size, generator=generator).sqrt()  # denser toward the outside, where an arm is longer
        t = torch.pi * (2 * turns * r + y)
        x = r[:, None] * torch.stack([t.cos(), t.sin()], dim=1)
        parts += [x + noise * torch.randn(size, 2, generator=generator), y]
    test_x, test_y, train_x, train_y = parts
    return train_x, flip_labels(train_y, 2, label_noise), test_x, test_y


@dataclass(frozen=True, kw_only=True)
class Spirals(AbstractSynthetic):
    """Which of two spiral arms a point belongs to (Lang & Witbrock, 1988)."""

    load: ClassVar = staticmethod(spirals)
    helpers: ClassVar = (flip_labels,)
    task: ClassVar = CLASSES
    shape: ClassVar = (2,)
    outputs: ClassVar = 2

    turns: Annotated[float, Real("", 0.25, 4.0, slider_range=(0.25, 2.25))] = 1.0
    noise: Annotated[float, Real("σ", 0.0, 2.0, slider_range=(0.0, 0.2))] = 0.03
    label_noise: LabelNoise = 0.0
