"""Entries of the search index."""

from collections.abc import Mapping
from typing import NamedTuple


class Link(NamedTuple):
    """A page and the entries of its query."""

    page: str
    query: Mapping[str, str]


class Entry(NamedTuple):
    """A thing that a search finds, by its names in all languages."""

    kind: str
    """`term`, `hyper`, `optimizer`, `surface`, `schedule`, `setting`, `lesson` or `claim`."""
    names: Mapping[str, str]
    """Language -> its name."""
    sentences: Mapping[str, str]
    """Language -> what it is, in a sentence or two, as plain text."""
    words: tuple[str, ...]
    """Further words that find it, whatever the language."""
    explained: Link | None
    """The page that says more."""
    tried: Link | None
    """A page where it can be tried, if that is another page; one of the two links is always there."""
    owners: tuple[str, ...] = ()
    """Names of the optimizers that have this hyperparameter."""
