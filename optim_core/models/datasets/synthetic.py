"""Base class of synthetic data sets."""

from abc import ABC
from dataclasses import dataclass
from typing import Annotated

from optim_core.base.domains import Whole
from optim_core.models.datasets.base import AbstractDataset


@dataclass(frozen=True, kw_only=True)
class AbstractSynthetic(AbstractDataset, ABC):
    """`samples` training examples. Test examples are drawn first, so they do not depend on `samples`."""

    samples: Annotated[int, Whole("n", 10, 2_000, scale="log", slider_range=(20, 2_000))] = 500

    @property
    def train_size(self) -> int:
        return self.samples
