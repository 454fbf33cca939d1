"""A linear associative memory."""

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor, nn

from optim_core.models.base import FLAT, AbstractModel, Params
from optim_core.models.batched import linear
from optim_core.models.tasks import RECALL


def memory(inputs: int, outputs: int) -> nn.Linear:
    """W x."""
    return nn.Linear(inputs, outputs, bias=False)


@dataclass(frozen=True, kw_only=True)
class AssociativeMemory(AbstractModel):
    """One matrix that turns keys into values (Kohonen, 1972), so that all there is to learn is a matrix."""

    make: ClassVar = staticmethod(memory)
    kinds: ClassVar = FLAT
    tasks: ClassVar = (RECALL,)

    def forward(self, params: Params, x: Tensor) -> Tensor:
        return linear(x, params["weight"])
