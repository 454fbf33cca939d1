"""Small recurrent networks."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from torch import Tensor, nn

from optim_core.base.domains import Choice, Whole
from optim_core.models.base import AbstractModel, Params
from optim_core.models.batched import linear


def recurrent(inputs: int, outputs: int, cell: str, width: int) -> nn.Module:
    """A recurrent cell of `width` units and a linear layer on its last state: (B, T, inputs) -> (B, outputs)."""

    class Recurrent(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.cell = {"rnn": nn.RNN, "gru": nn.GRU}[cell](inputs, width, batch_first=True)
            self.head = nn.Linear(width, outputs)

        def forward(self, x: Tensor) -> Tensor:
            """(B, T, inputs) -> (B, outputs)."""
            states, _ = self.cell(x)
            answer: Tensor = self.head(states[:, -1])
            return answer

    return Recurrent()


def rnn_step(from_input: Tensor, state: Tensor, from_state: Tensor) -> Tensor:
    """Next state tanh(W x + U h): `from_input` is W x + b and `from_state` is U h + b, all (K, B, width)."""
    return (from_input + from_state).tanh()


def gru_step(from_input: Tensor, state: Tensor, from_state: Tensor) -> Tensor:
    """Next state (1 − z) n + z h, (K, B, width), with the gates r and z and n = tanh(from_input + r from_state).

    `from_input` and `from_state` hold the parts of r, z and n side by side: (K, B, 3 width).
    """
    (r, z, n), (reset, update, new) = from_input.chunk(3, -1), from_state.chunk(3, -1)
    update = (z + update).sigmoid()
    return (1 - update) * (n + (r + reset).sigmoid() * new).tanh() + update * state


@dataclass(frozen=True, kw_only=True)
class Recurrent(AbstractModel):
    """One recurrent layer, either plain (Elman, 1990) or gated, a GRU (Cho et al., 2014)."""

    make: ClassVar = staticmethod(recurrent)
    kinds: ClassVar = frozenset({"sequence"})

    cell: Annotated[str, Choice("", ("rnn", "gru"))] = "rnn"
    width: Annotated[int, Whole("", 1, 64, scale="log")] = 16

    def forward(self, params: Params, x: Tensor) -> Tensor:
        """Sequences (B, T, inputs) or (K, B, T, inputs) to outputs (K, B, outputs), with each parameter (K, ...)."""
        own = {name.removeprefix("cell."): param for name, param in params.items()}
        from_input = linear(x.flatten(-3, -2), own["weight_ih_l0"], own["bias_ih_l0"])
        from_input = from_input.view(len(from_input), *x.shape[-3:-1], -1)
        advance = {"rnn": rnn_step, "gru": gru_step}[self.cell]
        state = from_input.new_zeros(len(from_input), from_input.shape[1], self.width)
        for step in from_input.unbind(2):
            state = advance(step, state, linear(state, own["weight_hh_l0"], own["bias_hh_l0"]))
        return linear(state, own["head.weight"], own["head.bias"])
