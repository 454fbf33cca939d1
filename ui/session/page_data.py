"""The state of each page in the session of a visitor: its entries, earlier entries for undo, and what is under way."""

from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import streamlit as st

from optim_core.base.errors import SpecError

PUBLISHED_LINKS = 64
"""Links of this session that are remembered, to tell a link that a visitor opens from one that the page has written."""


class Refusal(NamedTuple):
    """A value that a person typed and that its entry may not hold, and why."""

    value: Any
    error: SpecError


class Earlier(NamedTuple):
    """What undo goes back to: the entries of a page, and the values that were refused then."""

    query: Mapping[str, str]
    refused: Mapping[str, Refusal]


@dataclass
class PageData:
    """The data of a page in the session."""

    query: Mapping[str, str] = field(default_factory=dict)
    """The entries: name -> text, as in the link."""
    link_errors: list[SpecError] = field(default_factory=list)
    """What the link held and the form refuses; until something is changed."""
    valid_query: Mapping[str, str] | None = None
    """The last entries that made a run: the run on the screen while the present ones do not go together."""
    refused: dict[str, Refusal] = field(default_factory=dict)
    past: list[Earlier] = field(default_factory=list)
    """For undo, the latest last."""
    link: str = ""
    """The link that was opened or published last: the entries are those of this link, or later ones."""
    published: deque[str] = field(default_factory=lambda: deque(maxlen=PUBLISHED_LINKS))
    parts: dict[str, Any] = field(default_factory=dict)
    """The parts of the page by name (`fragments.Depends`)."""
    page_hash: str | None = None
    """Streamlit's name of the page."""
    full_rerun: bool = False
    """The whole page is being drawn, not only one part."""
    refine_pending: bool = False
    """A coarse map is shown; the next run draws the fine one."""
    open_pick: bool = False
    """The chosen cell of a map is to be opened as a race."""
    zooms: list[dict[str, str | None]] = field(default_factory=list)
    """The ends of a map's axes before each zoom."""
    map_futures: tuple["Future[Any]", ...] = ()
    """Work of the pool for the map that is shown."""


def page_data(page: str) -> PageData:
    """The data of a page in this session; also of a page that is not open."""
    data: PageData = st.session_state.setdefault(f"page.{page}", PageData())
    return data
