"""Handwritten digits."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.datasets.base import AbstractDataset
from optim_core.hyper import Real
from optim_core.tasks import CLASSES

EXAMPLES = 1797


def digits(test_share: float) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """scikit-learn's 1,797 digits of 8 x 8 pixels in [0, 1], shuffled once and for all, the last for testing."""
    # The file of `load_digits`, read without importing scikit-learn: that takes seconds and 140 MB.
    from importlib.metadata import distribution

    import numpy as np

    path = distribution("scikit-learn").locate_file("sklearn/datasets/data/digits.csv.gz")
    table = torch.tensor(np.loadtxt(str(path), delimiter=",", dtype=np.float32))
    table = table[torch.randperm(len(table), generator=torch.Generator().manual_seed(0))]
    x, y = table[:, :-1] / 16, table[:, -1].long()
    train = len(table) - round(len(table) * test_share)
    return x[:train], y[:train], x[train:], y[train:]


@dataclass(frozen=True, kw_only=True)
class Digits(AbstractDataset):
    """Which of ten digits a person wrote (Alpaydin & Kaynak, 1998, doi.org/10.24432/C50P49)."""

    load: ClassVar = staticmethod(digits)
    task: ClassVar = CLASSES
    kind: ClassVar = "image"
    shape: ClassVar = (64,)
    outputs: ClassVar = 10

    test_share: Annotated[float, Real("", 0.1, 0.5)] = 0.25

    @property
    def train_size(self) -> int:
        return EXAMPLES - round(EXAMPLES * self.test_share)
