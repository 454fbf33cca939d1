"""Keys and values to be remembered."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.hyper import Real
from optim_core.models.datasets.base import AbstractDataset
from optim_core.models.tasks import RECALL

PAIRS = 8


def zipf_counts(skew: float) -> list[int]:
    """How often each of 8 pairs is there: the i-th 23 / i^skew times, at least once; 64 in all at skew 1."""
    return [max(1, round(23 / i**skew)) for i in range(1, 9)]


def associations(skew: float, alike: float) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Unit keys in R⁸, any two with cosine `alike`, as often as `zipf_counts` says; for testing each pair once."""
    generator = torch.Generator().manual_seed(0)
    apart = torch.linalg.qr(torch.randn(8, 8, generator=generator))[0]
    own, common = (1 - alike) ** 0.5, (1 + 7 * alike) ** 0.5
    keys, pairs = own * apart + (common - own) / 8 * apart.sum(0), torch.arange(8)
    y = torch.repeat_interleave(pairs, torch.tensor(zipf_counts(skew)))
    return keys[y], y, keys, pairs


@dataclass(frozen=True, kw_only=True)
class Associations(AbstractDataset):
    """Eight keys, each with a value to recall, seen as often as Zipf's law says (after Wang et al., 2025)."""

    load: ClassVar = staticmethod(associations)
    helpers: ClassVar = (zipf_counts,)
    task: ClassVar = RECALL
    shape: ClassVar = (PAIRS,)
    outputs: ClassVar = PAIRS

    skew: Annotated[float, Real("s", 0.0, 2.0)] = 1.0
    alike: Annotated[float, Real("", 0.0, 0.99)] = 0.9

    @property
    def train_size(self) -> int:
        return sum(zipf_counts(self.skew))
