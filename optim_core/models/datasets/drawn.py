"""Data that is drawn from a generator of its own."""

from abc import ABC
from dataclasses import dataclass
from typing import Annotated

from optim_core.base.hyper import Whole
from optim_core.models.datasets.base import AbstractDataset


@dataclass(frozen=True, kw_only=True)
class AbstractDrawn(AbstractDataset, ABC):
    """`samples` examples to learn from; those for testing are drawn before them, the same whatever their number."""

    samples: Annotated[int, Whole("n", 10, 2_000, scale="log", slider_range=(20, 2_000))] = 500

    @property
    def train_size(self) -> int:
        return self.samples
