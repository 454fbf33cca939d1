"""The training and test data that are made of the text in a visitor's file. Scripts contain this source."""

import re
from collections import Counter
from pathlib import Path
from unicodedata import normalize

import torch
from torch import Tensor

from optim_core.models.datasets.table_arrays import digest_of
from optim_core.models.datasets.table_cells import Note, TableError, decoded
from optim_core.models.datasets.text import stretches

MOST_TEXT_BYTES = 1024 * 1024
MOST_LENGTH = 40_000
"""Characters that are used: the first ones of a longer text."""
MOST_SYMBOLS = 100
"""Different characters that a model tells apart, of which one stands for all others."""
LEAST_STRETCHES = 10
OTHER_CHARACTER = "\N{REPLACEMENT CHARACTER}"
CONTROL = re.compile("[\x01-\x08\x0e-\x1f\x7f]")
"""Characters that no text has: those that are no tab and no line break."""


class TextError(TableError):
    """A text that cannot be used: `key` and `values` name the sentence that says why and what to do."""


def text_file(path: str, digest: str, context: int, test_share: float) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """`stretches` of the text in the file at `path`. ValueError if the file has another digest."""
    data = Path(path).read_bytes()
    if digest_of(data) != digest:
        raise ValueError(f"{path} is not the file that was trained on")
    characters, numbers = symbols(data, [])
    return split_text(characters, numbers, context, test_share)


def symbols(data: bytes, notes: list[Note]) -> tuple[list[str], Tensor]:
    """The characters of a file, most frequent first, and its text as indices (n,) into them.

    Letters are small, and syllables of Hangul are taken apart. Line breaks and repeated spaces become one space. All
    characters that are invisible, or rarer than the `MOST_SYMBOLS` most frequent, become one that stands for them.
    TextError if it is no text.
    """
    if len(data) > MOST_TEXT_BYTES:
        raise TextError("bytes", got=len(data) // 1024 + 1, limit=MOST_TEXT_BYTES // 1024)
    text = decoded(data, notes)
    if found := CONTROL.search(text):
        raise TextError("control", line=text.count("\n", 0, found.start()) + 1, got=f"U+{ord(found.group()):04X}")
    shown = normalize("NFD", " ".join(text.lower().split()))
    if len(shown) > MOST_LENGTH:
        notes.append(("first", {"used": MOST_LENGTH, "total": len(shown)}))
        shown = shown[:MOST_LENGTH]
    visible = Counter(one for one in shown if one.isprintable() and one != OTHER_CHARACTER)
    known = ranked(visible)
    if len(known) > MOST_SYMBOLS or visible.total() < len(shown):
        common = {*known[: MOST_SYMBOLS - 1]}
        others = len(shown) - sum(visible[one] for one in common)
        notes.append(("others", {"count": others, "kinds": len(set(shown) - common)}))
        shown = "".join(one if one in common else OTHER_CHARACTER for one in shown)
        known = ranked(Counter(shown))
    number = {one: place for place, one in enumerate(known)}
    return known, torch.tensor([number[one] for one in shown], dtype=torch.int64)


def ranked(counts: Counter[str]) -> list[str]:
    """The characters, most frequent first; those of equal number by their code."""
    return sorted(counts, key=lambda one: (-counts[one], one))


def least_length(context: int) -> int:
    """Characters of the shortest text for stretches of `context`, each with the character that follows."""
    return LEAST_STRETCHES * context + 1


def longest_context(length: int) -> int:
    """The longest context for which a text has enough characters."""
    return (length - 1) // LEAST_STRETCHES


def split_text(
    characters: list[str], numbers: Tensor, context: int, test_share: float
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """As `stretches`; TextError if the text is too short, or always the same symbol where it is trained on."""
    if len(numbers) < least_length(context):
        raise TextError("short", got=len(numbers), limit=least_length(context), context=context)
    parts = stretches(numbers, len(characters), context, test_share)
    answers = set(parts[1].flatten().tolist())
    if len(answers) == 1:
        raise TextError("one_symbol", got=characters[answers.pop()])
    return parts
