"""The tables that come with scikit-learn."""

from abc import ABC
from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.hyper import Flag, Real
from optim_core.models.datasets.base import AbstractDataset


def bundled(file: str, delimiter: str | None = ",", skip: int = 0) -> Tensor:
    """One of scikit-learn's tables of numbers, float32."""
    # Read without importing scikit-learn: that takes seconds and 140 MB.
    from importlib.metadata import distribution

    import numpy as np

    path = distribution("scikit-learn").locate_file(f"sklearn/datasets/data/{file}")
    return torch.tensor(np.loadtxt(str(path), delimiter=delimiter, skiprows=skip, dtype=np.float32))


def parted(x: Tensor, y: Tensor, test_share: float, standardise: bool) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Shuffled once and for all, the last for testing; where asked, each training input has mean 0 and variance 1."""
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(0))
    x, y = x[order], y[order]
    train = len(x) - round(len(x) * test_share)
    if standardise:
        spread = x[:train].std(0, correction=0)
        x = (x - x[:train].mean(0)) / torch.where(spread > 0, spread, 1.0)
    return x[:train], y[:train], x[train:], y[train:]


@dataclass(frozen=True, kw_only=True)
class AbstractTable(AbstractDataset, ABC):
    """`examples` rows, of which a share is for testing."""

    examples: ClassVar[int]

    test_share: Annotated[float, Real("", 0.1, 0.5)] = 0.25
    standardise: Annotated[bool, Flag()] = True

    @property
    def train_size(self) -> int:
        return self.examples - round(self.examples * self.test_share)
