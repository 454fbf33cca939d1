"""The parts of a page. Only those that a change concerns are drawn anew: a fifth of the work and of the wait."""

from collections.abc import Callable, Sequence

import streamlit as st
from streamlit.errors import StreamlitAPIException
from streamlit.runtime.scriptrunner import get_script_run_ctx

from optim_core.permalink.form import CONTENDERS
from ui.session.page_state import Draft
from ui.session.part_errors import job_errors

PROBLEM, STAGE, TOOLS, SHARE, WORDS, MULTISTART = "problem", "stage", "tools", "share", "words", "multistart"
"""What the contenders race on; the race; add and undo; exports; what it means; the race from many starts.

Each contender's numbers are one too.
"""


def part(
    draft: Draft,
    name: str,
    body: Callable[[], None],
    run_every: float | None = None,
    ahead: Callable[[], None] | None = None,
) -> None:
    """Draw `body`, which can later be drawn anew alone, also by itself every so many seconds.

    `ahead` is called before a change draws any part anew, for what must not wait.
    """
    draft.state.setdefault("parts", {})[name] = ahead
    draft.state["page"] = _page_now()

    def told() -> None:
        with job_errors():
            body()

    st.fragment(told, key=f"{draft.page}.{name}", run_every=run_every)()


def redraw(draft: Draft, entry: str) -> None:
    """Last line of a widget's callback that has set `entry`: draw anew what shows it, the race first."""
    if not is_open(draft):
        return
    for ahead in filter(None, draft.state["parts"].values()):
        ahead()
    owner, of_view = entry.partition(".")[0], draft.form.is_of_view(entry)
    concerned = [STAGE, owner if owner in CONTENDERS else SHARE if of_view else PROBLEM]
    if owner not in CONTENDERS and not of_view:
        concerned += [name for name in CONTENDERS if f"{name}.schedule" in draft.query]  # drawn as long as the run
    if draft.first_change:
        concerned.append(TOOLS)
    if st.session_state.get(share_key(draft)) and not of_view:
        concerned.append(SHARE)
    if not of_view:
        concerned.append(WORDS)
    if "start_set" in (entry, *draft.query):
        concerned.append(MULTISTART)
    redraw_parts(draft, concerned)


def redraw_parts(draft: Draft, names: Sequence[str]) -> None:
    """In a callback: draw these parts anew and no others; the whole page where Streamlit does not know one of them.

    A change and a move to another page may come in one message. Then the other page is drawn, and nothing else.
    """
    if not is_open(draft):
        return
    try:
        st.rerun([f"{draft.page}.{name}" for name in names if name in draft.state["parts"]])
    except StreamlitAPIException:
        st.rerun()


def is_open(draft: Draft) -> bool:
    """Whether the draft's page is the one that is being drawn."""
    return "parts" in draft.state and draft.state.get("page") == _page_now()


def _page_now() -> str | None:
    context = get_script_run_ctx()
    return context.page_script_hash if context else None


def share_key(draft: Draft) -> str:
    """The key under which Streamlit keeps whether the exports are open."""
    return f"{draft.page}.export"
