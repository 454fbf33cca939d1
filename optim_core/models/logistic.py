"""Linear softmax regression."""

from dataclasses import dataclass
from typing import ClassVar

from torch import nn

from optim_core.models.base import AbstractModel


def logistic(inputs: int, classes: int) -> nn.Linear:
    """W x + b."""
    return nn.Linear(inputs, classes)


@dataclass(frozen=True, kw_only=True)
class Logistic(AbstractModel):
    """One linear layer, so that cross-entropy is convex in the weights (Cox, 1958)."""

    make: ClassVar = staticmethod(logistic)

    def parameters(self, inputs: int, classes: int) -> int:
        return (inputs + 1) * classes
