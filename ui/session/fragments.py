"""The parts of a page: each is a Streamlit fragment that says which changes it depends on.

A change draws only the parts that depend on it, which takes a fifth of the work of a whole page.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.errors import StreamlitAPIException
from streamlit.runtime.scriptrunner import get_script_run_ctx

from optim_core.permalink.form import CONTENDERS
from ui.session.opened_links import has_unread_link
from ui.session.page_state import PageState
from ui.session.part_errors import part_errors

STAGE, PROBLEM, TOOLS = "stage", "problem", "tools"
"""Parts that most pages have: what came of the run; what is run; the means to add and to undo."""


@dataclass(frozen=True)
class Change:
    """An entry that was set, in the page's new state."""

    entry: str
    state: PageState

    @property
    def contender(self) -> str | None:
        """The contender it belongs to, as `o1`."""
        owner = self.entry.partition(".")[0]
        return owner if owner in CONTENDERS else None

    @property
    def of_view(self) -> bool:
        """Whether it only says what is shown of a run."""
        return self.state.form.is_of_view(self.entry)

    @property
    def of_problem(self) -> bool:
        """Whether it says what the contenders race on."""
        return self.contender is None and not self.of_view

    @property
    def is_first(self) -> bool:
        """Whether there was nothing to undo before it."""
        return len(self.state.data.past) == 1


Depends = Callable[[Change], bool]


def part(
    state: PageState,
    name: str,
    body: Callable[[], None],
    *,
    depends: Depends,
    run_every: float | None = None,
) -> None:
    """Draw `body` as a part of the page; again after each change that it `depends` on, or every so many seconds."""
    state.data.parts[name] = depends
    state.data.page_hash = _page_hash()

    key = f"{state.page}.{name}"
    # Streamlit knows a fragment by its place and by the name of its function, which the decorator keeps.
    st.fragment(part_errors(key)(body), key=key, run_every=run_every)()


def always(change: Change) -> bool:
    """For parts that depend on every entry."""
    return True


def on_run(change: Change) -> bool:
    """For parts that show something of the run, whatever the view."""
    return not change.of_view


def on_problem(change: Change) -> bool:
    """For the widgets of the problem."""
    return change.of_problem


def redraw(state: PageState, entry: str) -> None:
    """Draw the parts that depend on `entry`; the last call of a callback that has set it."""
    if not is_open(state):
        return
    change = Change(entry, state)
    names = [name for name, depends in state.data.parts.items() if depends(change)]
    redraw_parts(state, sorted(names, key=lambda name: name != STAGE))  # what came of the run is drawn first


def redraw_parts(state: PageState, names: Sequence[str]) -> None:
    """In a callback: draw these parts and no others, or the whole page if Streamlit does not know one of them.

    If the same message moves to another page, only that page is drawn. If a link to this page was opened just before
    the change, the page is drawn as that says.
    """
    if not is_open(state):
        return
    if has_unread_link():
        st.rerun()
    try:
        st.rerun([f"{state.page}.{name}" for name in names if name in state.data.parts])
    except StreamlitAPIException:
        st.rerun()


def is_open(state: PageState) -> bool:
    """Whether this page is the one that is being drawn."""
    return bool(state.data.parts) and state.data.page_hash == _page_hash()


def _page_hash() -> str | None:
    context = get_script_run_ctx()
    return context.page_script_hash if context else None
