"""Translated texts, read from `content/text/LANGUAGE/SUBJECT.toml`; all languages have the same keys."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from optim_core.base.files import CONTENT

LANGUAGES = ("en", "ko")
FOLDER = CONTENT / "text"


@dataclass(frozen=True, eq=False)
class Translator:
    """`t(key, **values)` is the text of a dotted key with its placeholders filled; KeyError if the key is unknown."""

    language: str
    entries: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        return self.entries[key].format(**values)

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def first(self, *keys: str) -> str:
        """The text of the first of `keys` that exists; StopIteration if none does."""
        return self(next(key for key in keys if key in self.entries))


@cache
def load(language: str) -> Translator:
    """The translator of a language of `LANGUAGES`, read once per process."""
    entries: dict[str, str] = {}
    for path in sorted((FOLDER / language).glob("*.toml")):
        entries |= _flat(tomllib.loads(path.read_text(encoding="utf-8")))
    return Translator(language, entries)


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, str):
            yield prefix + key, value
        else:
            yield from _flat(value, f"{prefix}{key}.")
