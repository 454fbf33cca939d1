"""Bags of words."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Whole
from optim_core.models.datasets.noise import LabelNoise, flip_labels
from optim_core.models.datasets.synthetic import AbstractSynthetic
from optim_core.models.tasks import CLASSES

COMMON = 40


def words(samples: int, rare: int, label_noise: float) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Word counts (n, 40 + rare) and classes (n,); 1,000 texts to test.

    40 common words are independent of the class; word k occurs 8 / k times on average. Half of the `rare` words
    belong to each class, and each text contains exactly one of its class.
    """
    generator = torch.Generator().manual_seed(0)
    rates = 8 / torch.arange(1.0, 41.0)
    parts: list[Tensor] = []
    for size in (1_000, samples):
        y = torch.arange(size) % 2
        common = torch.poisson(rates.expand(size, 40), generator=generator)
        telling = 2 * torch.randint(rare // 2, (size,), generator=generator) + y
        parts += [torch.cat([common, torch.eye(rare)[telling]], dim=1), y]
    test_x, test_y, train_x, train_y = parts
    return train_x, flip_labels(train_y, 2, label_noise), test_x, test_y


@dataclass(frozen=True, kw_only=True)
class Words(AbstractSynthetic):
    """Which of two subjects a text has: only rare words depend on it (after Duchi, Hazan & Singer, 2011)."""

    load: ClassVar = staticmethod(words)
    helpers: ClassVar = (flip_labels,)
    task: ClassVar = CLASSES
    kind: ClassVar = "words"
    outputs: ClassVar = 2

    rare: Annotated[int, Whole("", 2, 60)] = 60
    label_noise: LabelNoise = 0.0

    @property
    def shape(self) -> tuple[int]:
        return (COMMON + self.rare,)
