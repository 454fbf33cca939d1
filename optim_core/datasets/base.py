"""What every data set declares."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, NamedTuple

from torch import Tensor

from optim_core.hyper import Declared


class Split(NamedTuple):
    """Features float32 (n, inputs) and classes int64 (n,), for training and for testing."""

    train_x: Tensor
    train_y: Tensor
    test_x: Tensor
    test_y: Tensor


@dataclass(frozen=True, kw_only=True)
class AbstractDataset(Declared, ABC):
    """A classification task: `load(**knobs)` gives the four parts of its `Split`, the same on every call.

    `load` uses nothing but torch and what it imports itself: its source is part of exported scripts.
    """

    load: ClassVar[Callable[..., tuple[Tensor, Tensor, Tensor, Tensor]]]
    inputs: ClassVar[int]
    classes: ClassVar[int]

    @property
    @abstractmethod
    def train_size(self) -> int:
        """Training examples, known without loading them."""

    def split(self) -> Split:
        """The data, shared by all callers: read it, never write to it."""
        return _split(self)


@lru_cache(maxsize=4)
def _split(dataset: AbstractDataset) -> Split:
    return Split(*type(dataset).load(**dataset.values()))
