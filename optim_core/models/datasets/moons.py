"""Two interleaved half circles."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Real
from optim_core.models.datasets.noise import LabelNoise, flip_labels
from optim_core.models.datasets.synthetic import AbstractSynthetic
from optim_core.models.tasks import CLASSES


def moons(samples: int, noise: float, label_noise: float) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Points (n, 2) plus Gaussian `noise`, and classes (n,); 1,000 to test.

    (cos t, sin t) for class 0 and (1 − cos t, ½ − sin t) for class 1, with t in [0, π].
    """
    generator = torch.Generator().manual_seed(0)
    parts: list[Tensor] = []
    for size in (1_000, samples):
        y = torch.arange(size) % 2
        t = torch.pi * torch.rand(size, generator=generator)
        x = torch.stack([t.cos(), t.sin()], dim=1)
        x = torch.where(y[:, None] == 1, torch.tensor([1.0, 0.5]) - x, x)
        parts += [x + noise * torch.randn(size, 2, generator=generator), y]
    test_x, test_y, train_x, train_y = parts
    return train_x, flip_labels(train_y, 2, label_noise), test_x, test_y


@dataclass(frozen=True, kw_only=True)
class Moons(AbstractSynthetic):
    """Which of two half circles a point of the plane belongs to, as scikit-learn's `make_moons`."""

    load: ClassVar = staticmethod(moons)
    helpers: ClassVar = (flip_labels,)
    task: ClassVar = CLASSES
    shape: ClassVar = (2,)
    outputs: ClassVar = 2

    noise: Annotated[float, Real("σ", 0.0, 2.0, slider_range=(0.0, 0.5))] = 0.2
    label_noise: LabelNoise = 0.0
