"""A matrix as the product of two thin ones."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from torch import Tensor, nn

from optim_core.base.domains import Real, Whole
from optim_core.models.base import AbstractModel, Params
from optim_core.models.batched import linear
from optim_core.models.lookup import weighted_rows
from optim_core.models.tasks import NUMBERS


def factorisation(inputs: int, outputs: int, rank: int, scale: float) -> nn.Module:
    """Dot product of a row vector and a column vector: one-hot pairs (B, 2, inputs) -> (B, 1).

    Both tables start as Gaussian with standard deviation `scale`.
    """

    class Factors(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.rows, self.columns = nn.Embedding(inputs, rank), nn.Embedding(inputs, rank)
            for factor in self.parameters():
                nn.init.normal_(factor, std=scale)

        def forward(self, pairs: Tensor) -> Tensor:
            """(B, 2, inputs) -> (B, 1)."""
            return (weighted_rows(self.rows, pairs[:, 0]) * weighted_rows(self.columns, pairs[:, 1])).sum(
                -1, keepdim=True
            )

    return Factors()


@dataclass(frozen=True, kw_only=True)
class MatrixFactorisation(AbstractModel):
    """One vector per row and per column, whose dot products are the entries (Srebro & Jaakkola, 2003)."""

    make: ClassVar = staticmethod(factorisation)
    helpers: ClassVar = (weighted_rows,)
    kinds: ClassVar = frozenset({"pairs"})
    tasks: ClassVar = (NUMBERS,)

    rank: Annotated[int, Whole("", 1, 30)] = 4
    scale: Annotated[float, Real("σ", 0.0, 10.0, scale="log", slider_range=(1e-3, 2.0))] = 0.3

    def forward(self, params: Params, x: Tensor) -> Tensor:
        """One-hot pairs (B, 2, side) or (K, B, 2, side) to outputs (K, B, outputs), with each parameter (K, ...)."""
        rows, columns = x.unbind(-2)
        product = linear(rows, params["rows.weight"].mT) * linear(columns, params["columns.weight"].mT)
        return product.sum(-1, keepdim=True)

    def used_rows(self, x: Tensor) -> dict[str, Tensor]:
        """Matrix rows and columns in a batch of pairs: (..., B, 2, side) -> (..., side) for each table."""
        rows, columns = (x != 0).any(-3).unbind(-2)
        return {"rows.weight": rows, "columns.weight": columns}
