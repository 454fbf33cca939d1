"""Key-value pairs of unequal frequency."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Real
from optim_core.models.datasets.base import AbstractDataset
from optim_core.models.tasks import RECALL

PAIRS = 8


def zipf_counts(skew: float) -> list[int]:
    """Frequencies of the 8 pairs: 23 / i^skew for pair i, rounded, at least 1; 64 in total at skew 1."""
    return [max(1, round(23 / i**skew)) for i in range(1, 9)]


def associations(skew: float, alike: float) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Unit keys (n, 8) and value indices (n,), each pair `zipf_counts` times; then each pair once for testing.

    Any two different keys have cosine `alike`.
    """
    generator = torch.Generator().manual_seed(0)
    apart = torch.linalg.qr(torch.randn(8, 8, generator=generator))[0]
    own, common = (1 - alike) ** 0.5, (1 + 7 * alike) ** 0.5
    keys, pairs = own * apart + (common - own) / 8 * apart.sum(0), torch.arange(8)
    y = torch.repeat_interleave(pairs, torch.tensor(zipf_counts(skew)))
    return keys[y], y, keys, pairs


@dataclass(frozen=True, kw_only=True)
class Associations(AbstractDataset):
    """Eight keys, each with a value to recall, with the frequencies of Zipf's law (after Wang et al., 2025)."""

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
