"""A matrix with gaps."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Real, Whole
from optim_core.models.datasets.base import AbstractDataset
from optim_core.models.datasets.noise import TargetNoise, add_noise
from optim_core.models.tasks import NUMBERS

SIDE = 30


def ratings(known: float, rank: int, noise: float) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Entries (n,) of A Bᵀ / √rank at one-hot rows and columns (n, 2, 30); a share `known` of all to train.

    A and B are Gaussian (30, rank).
    """
    generator = torch.Generator().manual_seed(0)
    order = torch.randperm(900, generator=generator)
    a, b = torch.randn(2, 30, rank, generator=generator)
    one_hot = torch.eye(30)
    x, y = torch.stack([one_hot[order // 30], one_hot[order % 30]], dim=1), (a @ b.T / rank**0.5).flatten()[order]
    train = round(known * 900)
    return x[:train], add_noise(y[:train], noise), x[train:], y[train:]


@dataclass(frozen=True, kw_only=True)
class Ratings(AbstractDataset):
    """The unknown entries of a matrix of low rank (after Srebro & Jaakkola, 2003)."""

    load: ClassVar = staticmethod(ratings)
    helpers: ClassVar = (add_noise,)
    task: ClassVar = NUMBERS
    kind: ClassVar = "pairs"
    shape: ClassVar = (2, SIDE)
    outputs: ClassVar = 1

    known: Annotated[float, Real("", 0.1, 0.9)] = 0.5
    rank: Annotated[int, Whole("", 1, 10)] = 2
    noise: TargetNoise = 0.0

    @property
    def train_size(self) -> int:
        return round(self.known * SIDE**2)
