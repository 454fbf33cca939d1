"""Two interleaved half circles."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.hyper import Real
from optim_core.models.datasets.drawn import AbstractDrawn
from optim_core.models.datasets.noise import LabelNoise, mislabelled
from optim_core.models.tasks import CLASSES


def moons(samples: int, noise: float, label_noise: float) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """(cos t, sin t) and (1 − cos t, ½ − sin t), t in [0, π], blurred by `noise`; `samples` and 1,000 for testing."""
    generator = torch.Generator().manual_seed(0)
    parts: list[Tensor] = []
    for size in (1_000, samples):
        y = torch.arange(size) % 2
        t = torch.pi * torch.rand(size, generator=generator)
        x = torch.stack([t.cos(), t.sin()], dim=1)
        x = torch.where(y[:, None] == 1, torch.tensor([1.0, 0.5]) - x, x)
        parts += [x + noise * torch.randn(size, 2, generator=generator), y]
    test_x, test_y, train_x, train_y = parts
    return train_x, mislabelled(train_y, 2, label_noise), test_x, test_y


@dataclass(frozen=True, kw_only=True)
class Moons(AbstractDrawn):
    """Which of two half circles a point of the plane belongs to, as scikit-learn's `make_moons`."""

    load: ClassVar = staticmethod(moons)
    helpers: ClassVar = (mislabelled,)
    task: ClassVar = CLASSES
    shape: ClassVar = (2,)
    outputs: ClassVar = 2

    noise: Annotated[float, Real("σ", 0.0, 2.0, slider_range=(0.0, 0.5))] = 0.2
    label_noise: LabelNoise = 0.0
