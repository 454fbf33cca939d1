"""A linear associative memory."""

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor, nn

from optim_core.models.base import FLAT, AbstractModel, Params
from optim_core.models.batched import linear
from optim_core.models.tasks import RECALL


def memory(inputs: int, outputs: int) -> nn.Linear:
    """W x: a linear layer without bias, (B, inputs) -> (B, outputs)."""
    return nn.Linear(inputs, outputs, bias=False)


@dataclass(frozen=True, kw_only=True)
class AssociativeMemory(AbstractModel):
    """A single weight matrix that maps keys to values (Kohonen, 1972)."""

    make: ClassVar = staticmethod(memory)
    kinds: ClassVar = FLAT
    tasks: ClassVar = (RECALL,)

    def forward(self, params: Params, x: Tensor) -> Tensor:
        """Examples (B, inputs) or (K, B, inputs) to outputs (K, B, outputs), with each parameter (K, ...)."""
        return linear(x, params["weight"])
