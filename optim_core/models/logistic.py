"""Linear softmax regression."""

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor, nn

from optim_core.models.base import FLAT, AbstractModel, Params
from optim_core.models.batched import linear
from optim_core.models.tasks import CLASSES


def logistic(inputs: int, classes: int) -> nn.Linear:
    """W x + b, the logits: (B, inputs) -> (B, classes)."""
    return nn.Linear(inputs, classes)


@dataclass(frozen=True, kw_only=True)
class Logistic(AbstractModel):
    """One linear layer, so that cross-entropy is convex in the weights (Cox, 1958)."""

    make: ClassVar = staticmethod(logistic)
    kinds: ClassVar = FLAT
    tasks: ClassVar = (CLASSES,)

    def forward(self, params: Params, x: Tensor) -> Tensor:
        """Examples (B, inputs) or (K, B, inputs) to outputs (K, B, outputs), with each parameter (K, ...)."""
        return linear(x, params["weight"], params["bias"])
