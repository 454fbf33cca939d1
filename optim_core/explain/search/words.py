"""Texts as words to compare."""

import re
import unicodedata


def words_of(text: str) -> list[str]:
    """The letters and digits of a text as words; `β₂` is `β2`, case and punctuation do not count."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold())
