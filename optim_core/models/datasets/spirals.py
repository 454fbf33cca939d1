"""Two arms about one centre."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.hyper import Real
from optim_core.models.datasets.drawn import AbstractDrawn
from optim_core.models.datasets.noise import LabelNoise, mislabelled
from optim_core.models.tasks import CLASSES


def spirals(samples: int, turns: float, noise: float, label_noise: float) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """r (cos t, sin t), r in [0, 1], t = 2π turns r + π for the second arm; `samples` and 1,000 for testing."""
    generator = torch.Generator().manual_seed(0)
    parts: list[Tensor] = []
    for size in (1_000, samples):
        y = torch.arange(size) % 2
        r = torch.rand(size, generator=generator).sqrt()  # as many points on the outer half of an arm as it is long
        t = torch.pi * (2 * turns * r + y)
        x = r[:, None] * torch.stack([t.cos(), t.sin()], dim=1)
        parts += [x + noise * torch.randn(size, 2, generator=generator), y]
    test_x, test_y, train_x, train_y = parts
    return train_x, mislabelled(train_y, 2, label_noise), test_x, test_y


@dataclass(frozen=True, kw_only=True)
class Spirals(AbstractDrawn):
    """Which of two spiral arms a point belongs to (Lang & Witbrock, 1988)."""

    load: ClassVar = staticmethod(spirals)
    helpers: ClassVar = (mislabelled,)
    task: ClassVar = CLASSES
    shape: ClassVar = (2,)
    outputs: ClassVar = 2

    turns: Annotated[float, Real("", 0.25, 4.0, slider_range=(0.25, 2.25))] = 1.0
    noise: Annotated[float, Real("σ", 0.0, 2.0, slider_range=(0.0, 0.2))] = 0.03
    label_noise: LabelNoise = 0.0
