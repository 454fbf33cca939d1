"""Two numbers far apart in a sequence."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Whole
from optim_core.models.datasets.synthetic import AbstractSynthetic
from optim_core.models.tasks import NUMBERS


def adding(samples: int, length: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Sequences (n, length, 2) and targets (n,), for training and then for 1,000 test sequences.

    Each step holds a number in [0, 1] and a mark, which is 1 at one step of each half and 0 elsewhere.
    """
    generator = torch.Generator().manual_seed(0)
    parts: list[Tensor] = []
    for size in (1_000, samples):
        numbers = torch.rand(size, length, generator=generator)
        first = torch.randint(length // 2, (size,), generator=generator)
        second = torch.randint(length // 2, length, (size,), generator=generator)
        marks = torch.eye(length)[first] + torch.eye(length)[second]
        parts += [torch.stack([numbers, marks], dim=2), (numbers * marks).sum(1)]
    test_x, test_y, train_x, train_y = parts
    return train_x, train_y, test_x, test_y


@dataclass(frozen=True, kw_only=True)
class Adding(AbstractSynthetic):
    """The sum of the two marked numbers of a sequence (Hochreiter & Schmidhuber, 1997)."""

    load: ClassVar = staticmethod(adding)
    task: ClassVar = NUMBERS
    kind: ClassVar = "sequence"
    outputs: ClassVar = 1

    length: Annotated[int, Whole("T", 2, 50)] = 12

    @property
    def shape(self) -> tuple[int, int]:
        return (self.length, 2)
