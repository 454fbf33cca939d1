"""Which entries a search finds, the best first."""

from functools import cache
from typing import NamedTuple

from optim_core.explain.search.entry import Entry
from optim_core.explain.search.index import index
from optim_core.explain.search.words import words_of

LONGEST = 60
"""Characters of a search that count."""
MOST = 8
"""Entries that a search shows."""
EXACT, PREFIX, WORD, INSIDE, ALL_WORDS, IN_TEXT, NONE = range(7)
"""Ranks of a match: the whole name, its beginning, that of a word in it, any part of it; all words of the search begin
words of its names, or words of its sentence."""


class _Searchable(NamedTuple):
    """An entry with its names and texts as lists of words."""

    entry: Entry
    names: tuple[list[str], ...]
    text: tuple[str, ...]


def found(text: str, most: int = MOST) -> tuple[Entry, ...]:
    """The best entries for the text of a visitor, of which the first `LONGEST` characters count."""
    asked = words_of(text[:LONGEST])
    if not asked:
        return ()
    ranked = [(_rank(asked, one), one.entry) for one in _searchable()]
    best = sorted((pair for pair in ranked if pair[0] < NONE), key=lambda pair: pair[0])  # stable: else as in the index
    return tuple(entry for _, entry in best[:most])


def _rank(asked: list[str], one: _Searchable) -> int:
    """The rank of the best match of an entry. Spaces do not count, as Korean words are written with and without."""
    query = "".join(asked)
    rank = min(_rank_of_name(query, name) for name in one.names)
    if rank < NONE:
        return rank
    in_names = tuple(word for name in one.names for word in name)
    if _begin_words(asked, in_names):
        return ALL_WORDS
    return IN_TEXT if _begin_words(asked, in_names + one.text) else NONE


def _rank_of_name(query: str, name: list[str]) -> int:
    whole = "".join(name)
    if query == whole:
        return EXACT
    if whole.startswith(query):
        return PREFIX
    if any("".join(name[first:]).startswith(query) for first in range(1, len(name))):
        return WORD
    return INSIDE if len(query) > 1 and query in whole else NONE


def _begin_words(asked: list[str], words: tuple[str, ...]) -> bool:
    return all(any(word.startswith(one) for word in words) for one in asked)


@cache
def _searchable() -> tuple[_Searchable, ...]:
    return tuple(
        _Searchable(
            entry,
            tuple(words_of(name) for name in dict.fromkeys((*entry.names.values(), *entry.words))),
            tuple(word for text in entry.sentences.values() for word in words_of(text)),
        )
        for entry in index()
    )
