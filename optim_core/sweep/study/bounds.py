"""The text of a study file from an untrusted source: decoded, checked against limits, and parsed.

`tomllib` can take minutes for some short texts: its time grows with the square of the parts of a dotted key, and it
recurses for each nested bracket. The checks here take time in proportion to the text, and come first.
"""

import re
import tomllib
from collections.abc import Mapping
from typing import Any, NamedTuple

from optim_core.base.errors import SpecError

SOURCE = "STUDY"
"""The name of the text in errors."""
BYTE_ORDER_MARK = "\ufeff"
LONGEST_CHARACTER = 4
"""Bytes of the longest character in UTF-8."""
LONGEST_FILE = 500_000
"""The most characters of a study: 10,000 values on each of several axes fit, or about 15,000 listed starts."""

_SKIPPED = re.compile(
    r"""
      \#[^\n]*+                                                       # comment
    | \"{3} (?: [^"\\]++ | \\.?+ | "(?!"") )*+ (?: "{3,5} | \Z )      # strings; one without an end goes up to where
    | '{3}  (?: [^']++ | '(?!'') )*+           (?: '{3,5} | \Z )      # the parser stops; "*+" never backtracks
    | "     (?: [^"\\\n]++ | \\[^\n]?+ )*+     "?+
    | '     [^'\n]*+                           '?+
    """,
    re.VERBOSE | re.DOTALL,
)
_BREAKS = re.compile(r"[=,\[\]{}\n]")
_BRACKETS = re.compile(r"[^\[\]{}]++")


class Size(NamedTuple):
    """The size of a TOML text for its parser, without comments and the contents of strings."""

    parts: int
    """Parts of the dotted key that has the most."""
    word: int
    """Characters of the longest text between brackets, commas, equals signs and ends of lines."""
    depth: int
    """The deepest nesting of brackets."""
    keys: int
    """Keys and table headers."""


LIMITS = Size(parts=8, word=400, depth=8, keys=10_000)
"""A study needs 4 parts (`run.start.x.values`), 25 digits, 4 brackets (`optimizers = [{ lr = { values = [1] } }]`)
and, for 64 contenders of 20 hyperparameters with 4 keys each, some 5,000 keys."""


def decoded(data: bytes) -> str:
    """Decode a file as UTF-8. SpecError (`too_many_bytes`, `not_utf8`) otherwise."""
    if len(data) > LONGEST_CHARACTER * LONGEST_FILE:
        raise SpecError(SOURCE, "too_many_bytes", got=len(data), limit=LONGEST_CHARACTER * LONGEST_FILE)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SpecError(SOURCE, "not_utf8", got=f"0x{data[error.start]:02x}", position=error.start + 1) from None


def parsed(text: str) -> Mapping[str, Any]:
    """Parse the TOML of a study, with or without a byte-order mark.

    SpecError (`toml`) for invalid TOML, and as in `check_bounds`.
    """
    text = text.removeprefix(BYTE_ORDER_MARK)
    check_bounds(text)
    try:
        return tomllib.loads(text)
    except ValueError as error:  # TOMLDecodeError is one
        raise SpecError(SOURCE, "toml", got=str(error)[:80]) from None


def check_bounds(text: str) -> None:
    """SpecError (`too_long`, `toml_parts`, `toml_word`, `toml_depth`, `toml_keys`) for a text beyond the limits."""
    if len(text) > LONGEST_FILE:
        raise SpecError(SOURCE, "too_long", got=len(text), limit=LONGEST_FILE)
    for (name, value), limit in zip(size(text)._asdict().items(), LIMITS, strict=True):
        if value > limit:
            raise SpecError(SOURCE, f"toml_{name}", got=value, limit=limit)


def size(text: str) -> Size:
    """The size of a text, valid TOML or not: at least what the parser meets before it ends or fails."""
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
    """(the deepest nesting of brackets, the number of outermost brackets)."""
    depth = deepest = outermost = 0
    for bracket in _BRACKETS.sub("", bare):
        if bracket in "[{":
            outermost += depth == 0
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth = max(depth - 1, 0)
    return deepest, outermost
