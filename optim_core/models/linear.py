"""Least squares."""

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor, nn

from optim_core.models import batched
from optim_core.models.base import FLAT, AbstractModel, Params
from optim_core.models.tasks import NUMBERS


def linear(inputs: int, outputs: int) -> nn.Linear:
    """W x + b, (B, inputs) -> (B, outputs)."""
    return nn.Linear(inputs, outputs)


@dataclass(frozen=True, kw_only=True)
class Linear(AbstractModel):
    """One linear layer, so that the squared error is a quadratic bowl (Legendre, 1805)."""

    make: ClassVar = staticmethod(linear)
    kinds: ClassVar = FLAT
    tasks: ClassVar = (NUMBERS,)

    def forward(self, params: Params, x: Tensor) -> Tensor:
        """Examples (B, inputs) or (K, B, inputs) to outputs (K, B, outputs), with each parameter (K, ...)."""
        return batched.linear(x, params["weight"], params["bias"])
