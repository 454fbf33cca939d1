"""A small transformer that reads a text from left to right."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor, nn

from optim_core.base.domains import Whole
from optim_core.models.base import AbstractModel, Params
from optim_core.models.batched import layer_norm
from optim_core.models.lookup import weighted_rows
from optim_core.models.tasks import TOKENS

HEAD = 8
"""Units of an attention head."""


def transformer(inputs: int, outputs: int, depth: int, width: int) -> nn.Module:
    """A pre-norm decoder with heads of 8 units, for up to 32 characters: (B, T, inputs) -> (B, T, outputs)."""

    class Block(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.before = nn.LayerNorm(width)
            self.attention = nn.Linear(width, 3 * width, bias=False)
            self.mix = nn.Linear(width, width)
            self.between = nn.LayerNorm(width)
            self.expand = nn.Linear(width, 4 * width)
            self.contract = nn.Linear(4 * width, width)

        def forward(self, x: Tensor) -> Tensor:
            """(B, T, width) -> (B, T, width)."""
            parts = self.attention(self.before(x)).unflatten(-1, (3, width // 8, 8))
            q, k, v = parts.permute(2, 0, 3, 1, 4)
            later = torch.ones(x.shape[1], x.shape[1], dtype=torch.bool, device=x.device).triu(1)
            weights = (q @ k.mT / 8**0.5).masked_fill(later, -torch.inf).softmax(-1)
            x = x + self.mix((weights @ v).transpose(1, 2).flatten(2))
            answer: Tensor = x + self.contract(nn.functional.gelu(self.expand(self.between(x))))
            return answer

    class Transformer(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.characters = nn.Embedding(inputs, width)
            self.places = nn.Parameter(torch.randn(32, width) / 10)
            self.blocks = nn.ModuleList([Block() for _ in range(depth)])
            self.norm = nn.LayerNorm(width)
            self.head = nn.Linear(width, outputs)

        def forward(self, x: Tensor) -> Tensor:
            """(B, T, inputs) -> (B, T, outputs)."""
            state = weighted_rows(self.characters, x.flatten(0, 1)).view(*x.shape[:2], width)
            state = state + self.places[: x.shape[1]]
            for block in self.blocks:
                state = block(state)
            answer: Tensor = self.head(self.norm(state))
            return answer

    return Transformer()


def rows(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """x Wᵀ + b: (K, n, in) -> (K, n, out), with weights (K, out, in) and biases (K, out)."""
    return torch.baddbmm(bias[:, None], x, weight.mT)


@dataclass(frozen=True, kw_only=True)
class Transformer(AbstractModel):
    """A decoder with causal attention (Vaswani et al., 2017) and norms before its parts (Xiong et al., 2020)."""

    make: ClassVar = staticmethod(transformer)
    helpers: ClassVar = (weighted_rows,)
    kinds: ClassVar = frozenset({"text"})
    tasks: ClassVar = (TOKENS,)

    depth: Annotated[int, Whole("", 1, 2)] = 2
    width: Annotated[int, Whole("", HEAD, 32, step=HEAD)] = 32

    def forward(self, params: Params, x: Tensor) -> Tensor:
        """Characters (B, T, inputs) or (K, B, T, inputs) to outputs (K, B, T, outputs); each parameter is (K, ...)."""
        table = params["characters.weight"]
        size, (count, length) = len(table), x.shape[-3:-1]
        x = x.expand(size, *x.shape[-3:]).flatten(1, 2)
        state = x @ table + params["places"][:, :length].repeat(1, count, 1)
        for block in range(self.depth):
            start = f"blocks.{block}."
            own = {name.removeprefix(start): param for name, param in params.items() if name.startswith(start)}
            state = self._block(own, state, length)
        state = layer_norm(state, params["norm.weight"], params["norm.bias"])
        return rows(state, params["head.weight"], params["head.bias"]).view(size, count, length, -1)

    def _block(self, own: Params, state: Tensor, length: int) -> Tensor:
        """One block, on states (K, B T, width)."""
        ready = layer_norm(state, own["before.weight"], own["before.bias"])
        parts = ready @ own["attention.weight"].mT
        size, heads = len(state), self.width // HEAD
        q, k, v = parts.view(size, -1, length, 3, heads, HEAD).permute(3, 0, 1, 4, 2, 5).reshape(3, -1, length, HEAD)
        later = state.new_full((length, length), -torch.inf).triu(1)
        seen = torch.baddbmm(later, q, k.mT, alpha=HEAD**-0.5).softmax(-1) @ v
        mixed = seen.view(size, -1, heads, length, HEAD).transpose(2, 3).reshape(size, -1, self.width)
        state = state + rows(mixed, own["mix.weight"], own["mix.bias"])
        ready = layer_norm(state, own["between.weight"], own["between.bias"])
        wide = rows(ready, own["expand.weight"], own["expand.bias"])
        return state + rows(nn.functional.gelu(wide), own["contract.weight"], own["contract.bias"])

    def used_rows(self, x: Tensor) -> dict[str, Tensor]:
        """Characters in a batch: (..., B, T, characters) -> (..., characters)."""
        return {"characters.weight": (x != 0).any(-2).any(-2)}
