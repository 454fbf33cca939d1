"""The text of a study from anyone: decoded, held to limits and parsed. Some short TOML takes `tomllib` minutes.

The parser's time grows with the square of the parts of a dotted key, and it calls itself for each nested bracket.
All checks before it take time in proportion to the text.
"""

import re
import tomllib
from collections.abc import Mapping
from typing import Any, NamedTuple

from optim_core.base.errors import SpecError

PLACE = "STUDY"
"""What errors call the text."""
BYTE_ORDER_MARK = "\ufeff"
LONGEST_CHARACTER = 4
"""Bytes in UTF-8."""
LONGEST_FILE = 500_000
"""Characters: room for 10,000 values on each of several axes, or for some 15,000 listed starts."""

_SKIPPED = re.compile(
    r"""
      \#[^\n]*+                                                       # comment
    | \"{3} (?: [^"\\]++ | \\.?+ | "(?!"") )*+ (?: "{3,5} | \Z )      # strings: where the end is missing, up to where
    | '{3}  (?: [^']++ | '(?!'') )*+           (?: '{3,5} | \Z )      # the parser stops; "*+" never looks back
    | "     (?: [^"\\\n]++ | \\[^\n]?+ )*+     "?+
    | '     [^'\n]*+                           '?+
    """,
    re.VERBOSE | re.DOTALL,
)
_BREAKS = re.compile(r"[=,\[\]{}\n]")
_BRACKETS = re.compile(r"[^\[\]{}]++")


class Size(NamedTuple):
    """What a text asks of the parser; comments and the insides of strings count for nothing."""

    parts: int
    """Of the dotted key that has the most."""
    word: int
    """Characters of the longest stretch between brackets, commas, equals signs and ends of lines."""
    depth: int
    """Brackets inside one another."""
    keys: int
    """Keys and table headers."""


LIMITS = Size(parts=8, word=400, depth=8, keys=10_000)
"""A study needs 4 parts (`run.start.x.values`), 25 digits, 4 brackets (`optimizers = [{ lr = { values = [1] } }]`)
and, for 64 contenders of 20 hyperparameters with 4 keys each, some 5,000 keys."""


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8; SpecError where it is none, or longer than any study."""
    if len(data) > LONGEST_CHARACTER * LONGEST_FILE:
        raise SpecError(PLACE, "too_long", limit=LONGEST_FILE)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SpecError(PLACE, "not_utf8", position=error.start + 1) from None


def parsed(text: str) -> Mapping[str, Any]:
    """The TOML of a study, which may begin with a byte-order mark; SpecError where it is none or beyond the limits."""
    text = text.removeprefix(BYTE_ORDER_MARK)
    check_bounds(text)
    try:
        return tomllib.loads(text)
    except ValueError as error:  # TOMLDecodeError is one
        raise SpecError(PLACE, "toml", got=str(error)[:80]) from None


def check_bounds(text: str) -> None:
    """SpecError where the text is longer, deeper or has longer or more keys than any study needs."""
    if len(text) > LONGEST_FILE:
        raise SpecError(PLACE, "too_long", limit=LONGEST_FILE)
    for (name, value), limit in zip(size(text)._asdict().items(), LIMITS, strict=True):
        if value > limit:
            raise SpecError(PLACE, f"toml_{name}", limit=limit)


def size(text: str) -> Size:
    """The size of a text, TOML or not; never less than the parser meets before it ends or refuses it."""
    bare = _SKIPPED.sub("_", text)
    words = [word.strip() for word in _BREAKS.split(bare)]
    depth, tables = _nesting(bare)
    return Size(
        parts=1 + max(word.count(".") for word in words),
        word=max(map(len, words)),
        depth=depth,
        keys=bare.count("=") + tables,
    )


def _nesting(bare: str) -> tuple[int, int]:
    """How many brackets lie in one another at most, and how many in none."""
    depth = deepest = outermost = 0
    for bracket in _BRACKETS.sub("", bare):
        if bracket in "[{":
            outermost += depth == 0
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth = max(depth - 1, 0)
    return deepest, outermost
