"""A classifier of texts on word vectors."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from torch import Tensor, nn

from optim_core.base.domains import Whole
from optim_core.models.base import AbstractModel, Params
from optim_core.models.batched import linear
from optim_core.models.lookup import weighted_rows
from optim_core.models.tasks import CLASSES


def embedding(inputs: int, outputs: int, width: int) -> nn.Module:
    """Mean of the word vectors, then a linear layer: counts (B, inputs) -> (B, outputs).

    Equal to `nn.EmbeddingBag` in mode "mean".
    """

    class WordVectors(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.vectors = nn.Embedding(inputs, width)
            self.head = nn.Linear(width, outputs)

        def forward(self, counts: Tensor) -> Tensor:
            """(B, inputs) -> (B, outputs)."""
            answer: Tensor = self.head(weighted_rows(self.vectors, counts / counts.sum(-1, keepdim=True)))
            return answer

    return WordVectors()


@dataclass(frozen=True, kw_only=True)
class Embedding(AbstractModel):
    """One vector per word, and a linear layer on the mean over a text (Joulin, Grave, Bojanowski & Mikolov, 2017)."""

    make: ClassVar = staticmethod(embedding)
    helpers: ClassVar = (weighted_rows,)
    kinds: ClassVar = frozenset({"words"})
    tasks: ClassVar = (CLASSES,)

    width: Annotated[int, Whole("", 1, 64, scale="log")] = 8

    def forward(self, params: Params, x: Tensor) -> Tensor:
        """Word counts (B, words) or (K, B, words) to outputs (K, B, outputs), with each parameter (K, ...)."""
        mean = linear(x / x.sum(-1, keepdim=True), params["vectors.weight"].mT)
        return linear(mean, params["head.weight"], params["head.bias"])

    def used_rows(self, x: Tensor) -> dict[str, Tensor]:
        """Words with a count other than 0 in a batch: (..., B, words) -> (..., words)."""
        return {"vectors.weight": (x != 0).any(-2)}
