"""A matrix as the product of two thin ones."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from torch import Tensor, nn

from optim_core.base.hyper import Real, Whole
from optim_core.models.base import AbstractModel, Params
from optim_core.models.batched import linear
from optim_core.models.lookup import mixed
from optim_core.models.tasks import NUMBERS


def factorisation(inputs: int, outputs: int, rank: int, scale: float) -> nn.Module:
    """The product of the row's and the column's vector, both drawn with standard deviation `scale`."""

    class Factors(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.rows, self.columns = nn.Embedding(inputs, rank), nn.Embedding(inputs, rank)
            for factor in self.parameters():
                nn.init.normal_(factor, std=scale)

        def forward(self, pairs: Tensor) -> Tensor:
            return (mixed(self.rows, pairs[:, 0]) * mixed(self.columns, pairs[:, 1])).sum(-1, keepdim=True)

    return Factors()


@dataclass(frozen=True, kw_only=True)
class MatrixFactorisation(AbstractModel):
    """A vector for each row and each column, whose products are the entries (Srebro & Jaakkola, 2003)."""

    make: ClassVar = staticmethod(factorisation)
    helpers: ClassVar = (mixed,)
    kinds: ClassVar = frozenset({"pairs"})
    tasks: ClassVar = (NUMBERS,)

    rank: Annotated[int, Whole("", 1, 30)] = 4
    scale: Annotated[float, Real("σ", 0.0, 10.0, scale="log", slider_range=(1e-3, 2.0))] = 0.3

    def forward(self, params: Params, x: Tensor) -> Tensor:
        rows, columns = x.unbind(-2)
        product = linear(rows, params["rows.weight"].mT) * linear(columns, params["columns.weight"].mT)
        return product.sum(-1, keepdim=True)

    def looked_up(self, x: Tensor) -> dict[str, Tensor]:
        rows, columns = (x != 0).any(-3).unbind(-2)
        return {"rows.weight": rows, "columns.weight": columns}
