"""A product of matrices."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from torch import Tensor, nn

from optim_core.base.domains import Whole
from optim_core.models.base import FLAT, AbstractModel, Params
from optim_core.models.batched import linear
from optim_core.models.init import Init, initialized


def deep_linear(inputs: int, outputs: int, width: int, depth: int, init: str) -> nn.Sequential:
    """`depth` linear layers without bias, with `width` units between them."""
    between = [nn.Linear(width, width, bias=False) for _ in range(depth - 2)]
    first, last = nn.Linear(inputs, width, bias=False), nn.Linear(width, outputs, bias=False)
    return initialized(nn.Sequential(first, *between, last), init)


@dataclass(frozen=True, kw_only=True)
class DeepLinear(AbstractModel):
    """As expressive as one matrix, but its loss has saddles and plateaus (Saxe, McClelland & Ganguli, 2014)."""

    make: ClassVar = staticmethod(deep_linear)
    helpers: ClassVar = (initialized,)
    kinds: ClassVar = FLAT

    width: Annotated[int, Whole("", 1, 64, scale="log")] = 16
    depth: Annotated[int, Whole("", 2, 5)] = 3
    init: Init = "torch"

    def forward(self, params: Params, x: Tensor) -> Tensor:
        """Examples (B, inputs) or (K, B, inputs) to outputs (K, B, outputs), with each parameter (K, ...)."""
        for layer in range(self.depth):
            x = linear(x, params[f"{layer}.weight"])
        return x
