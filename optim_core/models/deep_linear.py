"""A product of matrices."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from torch import Tensor, nn

from optim_core.base.hyper import Whole
from optim_core.models.base import FLAT, AbstractModel, Params
from optim_core.models.batched import linear
from optim_core.models.init import Init, initialised


def deep_linear(inputs: int, outputs: int, width: int, depth: int, init: str) -> nn.Sequential:
    """`depth` matrices, one after the other, with `width` numbers between them."""
    between = [nn.Linear(width, width, bias=False) for _ in range(depth - 2)]
    first, last = nn.Linear(inputs, width, bias=False), nn.Linear(width, outputs, bias=False)
    return initialised(nn.Sequential(first, *between, last), init)


@dataclass(frozen=True, kw_only=True)
class DeepLinear(AbstractModel):
    """Says no more than one matrix, but its loss has saddles and plateaus (Saxe, McClelland & Ganguli, 2014)."""

    make: ClassVar = staticmethod(deep_linear)
    helpers: ClassVar = (initialised,)
    kinds: ClassVar = FLAT

    width: Annotated[int, Whole("", 1, 64, scale="log")] = 16
    depth: Annotated[int, Whole("", 2, 5)] = 3
    init: Init = "torch"

    def forward(self, params: Params, x: Tensor) -> Tensor:
        for layer in range(self.depth):
            x = linear(x, params[f"{layer}.weight"])
        return x
