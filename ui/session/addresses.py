"""Addresses of pages in texts, relative so that a server may serve the app below any path."""

from collections.abc import Mapping
from urllib.parse import urlencode

from optim_core.base.text import Translator


def address(page: str, query: Mapping[str, str], t: Translator) -> str:
    """The address of a page with a state, in the reader's language."""
    return f"{page}?{urlencode({**query, 'lang': t.language})}"
