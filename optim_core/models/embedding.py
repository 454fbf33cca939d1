"""Vectors of words."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from torch import Tensor, nn

from optim_core.base.hyper import Whole
from optim_core.models.base import AbstractModel, Params
from optim_core.models.batched import linear
from optim_core.models.lookup import mixed
from optim_core.models.tasks import CLASSES


def embedding(inputs: int, outputs: int, width: int) -> nn.Module:
    """A linear layer on the mean vector of a text's words, from their counts: torch's `EmbeddingBag` in mode "mean"."""

    class WordVectors(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.vectors = nn.Embedding(inputs, width)
            self.head = nn.Linear(width, outputs)

        def forward(self, counts: Tensor) -> Tensor:
            answer: Tensor = self.head(mixed(self.vectors, counts / counts.sum(-1, keepdim=True)))
            return answer

    return WordVectors()


@dataclass(frozen=True, kw_only=True)
class Embedding(AbstractModel):
    """A vector for every word and a linear layer on their mean (Joulin, Grave, Bojanowski & Mikolov, 2017)."""

    make: ClassVar = staticmethod(embedding)
    helpers: ClassVar = (mixed,)
    kinds: ClassVar = frozenset({"words"})
    tasks: ClassVar = (CLASSES,)

    width: Annotated[int, Whole("", 1, 64, scale="log")] = 8

    def forward(self, params: Params, x: Tensor) -> Tensor:
        mean = linear(x / x.sum(-1, keepdim=True), params["vectors.weight"].mT)
        return linear(mean, params["head.weight"], params["head.bias"])

    def looked_up(self, x: Tensor) -> dict[str, Tensor]:
        return {"vectors.weight": (x != 0).any(-2)}
