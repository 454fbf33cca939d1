"""A cubic on a few points."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Whole
from optim_core.models.datasets.base import AbstractDataset
from optim_core.models.tasks import NUMBERS


def chebyshev(samples: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """4x³ − 3x on evenly spaced points of [−1, 1]: `samples` to train and 200 to test, (n, 1) and (n,)."""
    train_x, test_x = torch.linspace(-1, 1, samples)[:, None], torch.linspace(-1, 1, 200)[:, None]
    train_y, test_y = (4 * x[:, 0] ** 3 - 3 * x[:, 0] for x in (train_x, test_x))
    return train_x, train_y, test_x, test_y


@dataclass(frozen=True, kw_only=True)
class Chebyshev(AbstractDataset):
    """Chebyshev's third polynomial, on which full-batch training reaches the edge of stability (Cohen et al., 2021)."""

    load: ClassVar = staticmethod(chebyshev)
    task: ClassVar = NUMBERS
    shape: ClassVar = (1,)
    outputs: ClassVar = 1

    samples: Annotated[int, Whole("n", 5, 200, scale="log")] = 20

    @property
    def train_size(self) -> int:
        return self.samples
