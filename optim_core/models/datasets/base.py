"""Base class of data sets: how they are loaded, their task and their shapes."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Literal, NamedTuple

from torch import Tensor

from optim_core.base.hyper import Declared
from optim_core.models.tasks import CLASSES, Task

Kind = Literal["features", "image", "words", "sequence", "pairs", "text"]
"""Kind of one example.

`features`, `image` (square) and `words` (counts): (inputs,); `sequence`: (T, inputs); `pairs` of one-hots: (2, inputs);
`text` of one-hot characters: (T, inputs).
"""


class Split(NamedTuple):
    """Training and test data: inputs float32 (n, *shape), targets (n,) or (n, T), int64 classes or float32 numbers."""

    train_x: Tensor
    train_y: Tensor
    test_x: Tensor
    test_y: Tensor


@dataclass(frozen=True, kw_only=True)
class AbstractDataset(Declared, ABC):
    """A data set. `load(**hypers)` returns the four tensors of its `Split`, equal on every call.

    `load` uses only torch, `math`, `helpers` and its own imports, because exported scripts contain their source.
    """

    load: ClassVar[Callable[..., tuple[Tensor, Tensor, Tensor, Tensor]]]
    helpers: ClassVar[tuple[Callable[..., Any], ...]] = ()
    task: ClassVar[Task]
    kind: ClassVar[Kind] = "features"
    private: ClassVar[bool] = False
    """Whether it belongs to one visitor, so that nothing of it is stored for others."""

    @property
    @abstractmethod
    def outputs(self) -> int:
        """Number of classes or, for RECALL, of value coordinates; 1 for regression."""

    @property
    @abstractmethod
    def shape(self) -> tuple[int, ...]:
        """Shape of one example."""

    @property
    @abstractmethod
    def train_size(self) -> int:
        """Number of training examples, computed without loading them."""

    @property
    def places(self) -> int:
        """Number of targets of one example."""
        return 1

    @property
    def inputs(self) -> int:
        """Input size of a model: the last axis of `shape`."""
        return self.shape[-1]

    @property
    def plane(self) -> bool:
        """Whether decision boundaries can be drawn: an example is a point in the plane and has a class."""
        return self.shape == (2,) and self.task is CLASSES

    def split(self) -> Split:
        """The data, cached and shared by all callers: do not write to it."""
        return _split(self)


@lru_cache(maxsize=4)
def _split(dataset: AbstractDataset) -> Split:
    return Split(*type(dataset).load(**dataset.values()))
