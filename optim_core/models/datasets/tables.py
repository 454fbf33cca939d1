"""Data sets read from the files that scikit-learn contains."""

from abc import ABC
from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Flag, Real
from optim_core.models.datasets.base import AbstractDataset


def read_table(file: str, delimiter: str | None = ",", skip: int = 0) -> Tensor:
    """One of scikit-learn's tables as float32: (rows, columns), or (rows,) for a single column."""
    # Importing scikit-learn would take seconds and 140 MB.
    from importlib.metadata import distribution

    import numpy as np

    path = distribution("scikit-learn").locate_file(f"sklearn/datasets/data/{file}")
    return torch.tensor(np.loadtxt(str(path), delimiter=delimiter, skiprows=skip, dtype=np.float32))


def split_rows(x: Tensor, y: Tensor, test_share: float, standardise: bool) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Shuffle inputs (n, features) and targets (n,) with a fixed seed; split off the last `test_share` to test.

    `standardise` scales each feature to mean 0 and variance 1 on the training part.
    """
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(0))
    x, y = x[order], y[order]
    train = len(x) - round(len(x) * test_share)
    if standardise:
        spread = x[:train].std(0, correction=0)
        x = (x - x[:train].mean(0)) / torch.where(spread > 0, spread, 1.0)
    return x[:train], y[:train], x[train:], y[train:]


@dataclass(frozen=True, kw_only=True)
class AbstractTable(AbstractDataset, ABC):
    """A table of `examples` rows; the share `test_share` is for testing."""

    examples: ClassVar[int]

    test_share: Annotated[float, Real("", 0.1, 0.5)] = 0.25
    standardise: Annotated[bool, Flag()] = True

    @property
    def train_size(self) -> int:
        return self.examples - round(self.examples * self.test_share)
