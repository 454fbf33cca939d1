"""What every data set declares."""

from collections.abc import Callable
from dataclasses import dataclass
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
class AbstractDataset(Declared):
    """A classification task: `load(**knobs)` is a pure function that gives its `Split`."""

    load: ClassVar[Callable[..., Split]]
    inputs: ClassVar[int]
    classes: ClassVar[int]

    @property
    def train_size(self) -> int:
        """Training examples, known without loading them."""
        raise NotImplementedError

    def split(self) -> Split:
        return type(self).load(**self.values())
