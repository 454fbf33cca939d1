"""Many classes, of which a few are frequent and most are rare."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Real
from optim_core.models.datasets.base import AbstractDataset
from optim_core.models.tasks import CLASSES

KINDS = 100
FEATURES = 50


def class_counts(skew: float) -> list[int]:
    """Training examples of each of 100 classes: about 2,000 in all, in proportion to 1 / i^skew, at least 3 of each."""
    total = sum(1 / i**skew for i in range(1, 101))
    return [max(3, round(2_000 / i**skew / total)) for i in range(1, 101)]


def long_tail(skew: float) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Points around the center of their class (n, 50) and classes (n,); then ten points of each class to test.

    The centers, and the points around each, are normal with variance 1/50 along each axis. One training example in ten
    has the label of another one, drawn at random, so that labels are as frequent as the classes.
    """
    generator = torch.Generator().manual_seed(0)
    centers = torch.randn(100, 50, generator=generator) / 50**0.5
    parts: list[Tensor] = []
    for counts in ([10] * 100, class_counts(skew)):
        y = torch.repeat_interleave(torch.arange(100), torch.tensor(counts))
        parts += [centers[y] + torch.randn(len(y), 50, generator=generator) / 50**0.5, y]
    test_x, test_y, train_x, train_y = parts
    wrong = torch.rand(len(train_y), generator=generator) < 0.1
    labels = torch.where(wrong, train_y[torch.randperm(len(train_y), generator=generator)], train_y)
    return train_x, labels, test_x, test_y


@dataclass(frozen=True, kw_only=True)
class LongTail(AbstractDataset):
    """A hundred classes, the i-th as frequent as 1 / i^skew (after Kunstner et al., 2024, arXiv:2402.19449)."""

    load: ClassVar = staticmethod(long_tail)
    helpers: ClassVar = (class_counts,)
    task: ClassVar = CLASSES
    shape: ClassVar = (FEATURES,)
    outputs: ClassVar = KINDS

    skew: Annotated[float, Real("s", 0.0, 2.0)] = 1.5

    @property
    def train_size(self) -> int:
        return sum(class_counts(self.skew))
