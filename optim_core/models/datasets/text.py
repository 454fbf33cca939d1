"""A text, character by character."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, ClassVar

import torch
from torch import Tensor, nn

from optim_core.base.domains import Choice, Real, Whole
from optim_core.models.datasets.base import AbstractDataset
from optim_core.models.datasets.korean_constitution import korean_constitution
from optim_core.models.datasets.us_constitution import us_constitution
from optim_core.models.tasks import TOKENS

CONTEXT = 32
"""Most characters that a model reads before it names the next one."""
LEAST_CONTEXT = 4


def alphabet(written: str) -> tuple[list[str], Tensor]:
    """The characters of a text, most frequent first, and the text as indices (n,) into them.

    Letters are small, syllables of Hangul are taken apart into their two or three letters, and a character that occurs
    fewer than ten times is left out.
    """
    from unicodedata import normalize

    shown = normalize("NFD", " ".join(written.lower().split()))
    counts = {one: shown.count(one) for one in sorted(set(shown))}
    characters = sorted((one for one in counts if counts[one] >= 10), key=lambda one: -counts[one])
    number = {one: place for place, one in enumerate(characters)}
    return characters, torch.tensor([number[one] for one in shown if one in number])


def text(language: str, context: int, test_share: float) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Stretches of a text as one-hot characters (n, context, characters), and the characters that follow.

    Targets (n, context) are the numbers of the next characters. The last stretches are for testing.
    """
    characters, numbers = alphabet({"english": us_constitution, "korean": korean_constitution}[language]())
    return stretches(numbers, len(characters), context, test_share)


def stretches(numbers: Tensor, size: int, context: int, test_share: float) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """As `text`, of a text given as indices (n,) into `size` characters."""
    count = (len(numbers) - 1) // context
    train = count - round(count * test_share)
    x = nn.functional.one_hot(numbers[: count * context], size).float().view(count, context, -1)
    y = numbers[1 : count * context + 1].view(count, context)
    return x[:train], y[:train], x[train:], y[train:]


class AbstractText(AbstractDataset, ABC):
    """The next character of a text, of which at most `context` are read."""

    task: ClassVar = TOKENS
    kind: ClassVar = "text"

    context: int

    @property
    @abstractmethod
    def characters(self) -> tuple[str, ...]:
        """The character of each class, from the most to the least frequent."""

    @property
    def outputs(self) -> int:
        return len(self.characters)

    @property
    def shape(self) -> tuple[int, int]:
        return (self.context, self.outputs)

    @property
    def places(self) -> int:
        return self.context


@dataclass(frozen=True, kw_only=True)
class Text(AbstractText):
    """The next character of a text, of which a few are frequent and most are rare."""

    load: ClassVar = staticmethod(text)
    helpers: ClassVar = (us_constitution, korean_constitution, alphabet, stretches)

    language: Annotated[str, Choice("", ("english", "korean"))] = "english"
    context: Annotated[int, Whole("T", LEAST_CONTEXT, CONTEXT)] = CONTEXT
    test_share: Annotated[float, Real("", 0.1, 0.5)] = 0.1

    @property
    def characters(self) -> tuple[str, ...]:
        return _characters(self.language)[0]

    @property
    def train_size(self) -> int:
        count = (_characters(self.language)[1] - 1) // self.context
        return count - round(count * self.test_share)


@lru_cache(maxsize=2)
def _characters(language: str) -> tuple[tuple[str, ...], int]:
    """The characters of a text, and how many there are in all."""
    characters, numbers = alphabet({"english": us_constitution, "korean": korean_constitution}[language]())
    return tuple(characters), len(numbers)
