"""Small recurrent networks."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from torch import Tensor, nn

from optim_core.base.hyper import Choice, Whole
from optim_core.models.base import AbstractModel, Params
from optim_core.models.batched import linear


def recurrent(inputs: int, outputs: int, cell: str, width: int) -> nn.Module:
    """Reads a sequence (B, T, inputs) step by step; a linear layer answers from the last state of `width` numbers."""

    class Recurrent(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.cell = {"rnn": nn.RNN, "gru": nn.GRU}[cell](inputs, width, batch_first=True)
            self.head = nn.Linear(width, outputs)

        def forward(self, x: Tensor) -> Tensor:
            states, _ = self.cell(x)
            answer: Tensor = self.head(states[:, -1])
            return answer

    return Recurrent()


def rnn_step(seen: Tensor, state: Tensor, kept: Tensor) -> Tensor:
    """tanh(W x + U h): `seen` is W x + b and `kept` U h + b (K, B, width)."""
    return (seen + kept).tanh()


def gru_step(seen: Tensor, state: Tensor, kept: Tensor) -> Tensor:
    """(1 − z) n + z h: r and z are the logistic of their sums, n = tanh(seen + r kept); both sums (K, B, 3 width)."""
    (r, z, n), (reset, update, new) = seen.chunk(3, -1), kept.chunk(3, -1)
    update = (z + update).sigmoid()
    return (1 - update) * (n + (r + reset).sigmoid() * new).tanh() + update * state


@dataclass(frozen=True, kw_only=True)
class Recurrent(AbstractModel):
    """One layer that carries a state along (Elman, 1990), with gates as a GRU (Cho et al., 2014) or without."""

    make: ClassVar = staticmethod(recurrent)
    kinds: ClassVar = frozenset({"sequence"})

    cell: Annotated[str, Choice("", ("rnn", "gru"))] = "rnn"
    width: Annotated[int, Whole("", 1, 64, scale="log")] = 16

    def forward(self, params: Params, x: Tensor) -> Tensor:
        own = {name.removeprefix("cell."): param for name, param in params.items()}
        seen = linear(x.flatten(-3, -2), own["weight_ih_l0"], own["bias_ih_l0"])
        seen = seen.view(len(seen), *x.shape[-3:-1], -1)
        advance = {"rnn": rnn_step, "gru": gru_step}[self.cell]
        state = seen.new_zeros(len(seen), seen.shape[1], self.width)
        for step in seen.unbind(2):
            state = advance(step, state, linear(state, own["weight_hh_l0"], own["bias_hh_l0"]))
        return linear(state, own["head.weight"], own["head.bias"])
