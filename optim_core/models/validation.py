"""Data for tuning: the training data of a data set, split again, so that its test data stay unseen."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

import torch

from optim_core.models.datasets.base import AbstractDataset, Split

VALIDATION_SHARE = 0.25


class _OfSource:
    """An attribute of the source of a `ValidationSplit`."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: Any, owner: type) -> Any:
        return self if instance is None else getattr(instance.source, self.name)


@dataclass(frozen=True, kw_only=True)
class ValidationSplit(AbstractDataset):
    """A data set whose test data are a fixed random quarter of the training data of `source`, which loses them.

    The test data of `source` are not used. Not for data whose test examples are among the training examples.
    """

    task: ClassVar[Any] = _OfSource()
    kind: ClassVar[Any] = _OfSource()
    outputs: ClassVar[Any] = _OfSource()
    shape: ClassVar[Any] = _OfSource()
    private: ClassVar[Any] = _OfSource()
    places: ClassVar[Any] = _OfSource()

    source: AbstractDataset

    @property
    def train_size(self) -> int:
        return self.source.train_size - self.validation_size

    @property
    def validation_size(self) -> int:
        """Number of examples to validate on."""
        return max(1, round(VALIDATION_SHARE * self.source.train_size))

    def split(self) -> Split:
        """The data, cached and shared by all callers unless they are private: do not write to it."""
        return _split(self) if self.private else _cached_split(self)


def _split(dataset: ValidationSplit) -> Split:
    x, y = dataset.source.split()[:2]
    order = torch.randperm(len(y), generator=torch.Generator().manual_seed(0))
    validation, train = order[: dataset.validation_size], order[dataset.validation_size :]
    return Split(x[train], y[train], x[validation], y[validation])


@lru_cache(maxsize=4)
def _cached_split(dataset: ValidationSplit) -> Split:
    return _split(dataset)
