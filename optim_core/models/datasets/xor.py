"""Four quarters of a square."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Real
from optim_core.models.datasets.noise import LabelNoise, flip_labels
from optim_core.models.datasets.synthetic import AbstractSynthetic
from optim_core.models.tasks import CLASSES


def xor(samples: int, noise: float, label_noise: float) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Points (n, 2) of [−1, 1]² plus Gaussian `noise`, and classes (n,); 1,000 to test.

    Class 1 where exactly one coordinate is positive before the noise.
    """
    generator = torch.Generator().manual_seed(0)
    parts: list[Tensor] = []
    for size in (1_000, samples):
        x = 2 * torch.rand(size, 2, generator=generator) - 1
        y = (x[:, 0] > 0) ^ (x[:, 1] > 0)
        parts += [x + noise * torch.randn(size, 2, generator=generator), y.long()]
    test_x, test_y, train_x, train_y = parts
    return train_x, flip_labels(train_y, 2, label_noise), test_x, test_y


@dataclass(frozen=True, kw_only=True)
class XOR(AbstractSynthetic):
    """Whether exactly one coordinate is positive, which no straight line separates (Minsky & Papert, 1969)."""

    load: ClassVar = staticmethod(xor)
    helpers: ClassVar = (flip_labels,)
    task: ClassVar = CLASSES
    shape: ClassVar = (2,)
    outputs: ClassVar = 2

    noise: Annotated[float, Real("σ", 0.0, 2.0, slider_range=(0.0, 0.5))] = 0.05
    label_noise: LabelNoise = 0.0
