"""What every model declares."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from torch import nn

from optim_core.hyper import Declared


@dataclass(frozen=True, kw_only=True)
class AbstractModel(Declared, ABC):
    """A classifier: `make(inputs, classes, **knobs)` is a pure function that gives its `nn.Module`.

    `make` uses nothing but torch and its `nn`: its source is part of exported scripts.
    """

    make: ClassVar[Callable[..., nn.Module]]

    def build(self, inputs: int, classes: int) -> nn.Module:
        """The module, its weights drawn from torch's global generator; float32 (n, inputs) to logits (n, classes)."""
        return type(self).make(inputs, classes, **self.values())

    @abstractmethod
    def parameters(self, inputs: int, classes: int) -> int:
        """How many weights that is, without drawing them."""
