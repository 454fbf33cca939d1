"""What every data set declares."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Literal, NamedTuple

from torch import Tensor

from optim_core.base.hyper import Declared
from optim_core.models.tasks import Task

Kind = Literal["features", "image", "words", "sequence", "pairs"]
"""Of an example: numbers, a square's pixels, counts of words (inputs,); steps (T, inputs); two one-hots (2, inputs)."""


class Split(NamedTuple):
    """Examples float32 (n, *shape) and targets (n,), int64 classes or float32 numbers, for training and testing."""

    train_x: Tensor
    train_y: Tensor
    test_x: Tensor
    test_y: Tensor


@dataclass(frozen=True, kw_only=True)
class AbstractDataset(Declared, ABC):
    """A task: `load(**knobs)` gives the four parts of its `Split`, the same on every call.

    `load` uses nothing but torch, `math`, what it imports itself and `helpers`: their source is part of exported
    scripts.
    """

    load: ClassVar[Callable[..., tuple[Tensor, Tensor, Tensor, Tensor]]]
    helpers: ClassVar[tuple[Callable[..., Any], ...]] = ()
    task: ClassVar[Task]
    kind: ClassVar[Kind] = "features"
    outputs: ClassVar[int]
    """How many classes; 1 for numbers."""

    @property
    @abstractmethod
    def shape(self) -> tuple[int, ...]:
        """Of one example."""

    @property
    @abstractmethod
    def train_size(self) -> int:
        """Training examples, known without loading them."""

    @property
    def inputs(self) -> int:
        """What a model is built for: the numbers of an example, of a step of a sequence, of one row of a pair."""
        return self.shape[-1]

    @property
    def plane(self) -> bool:
        """Whether an example is a point of the plane, so that boundaries can be drawn."""
        return self.shape == (2,)

    def split(self) -> Split:
        """The data, shared by all callers: read it, never write to it."""
        return _split(self)


@lru_cache(maxsize=4)
def _split(dataset: AbstractDataset) -> Split:
    return Split(*type(dataset).load(**dataset.values()))
