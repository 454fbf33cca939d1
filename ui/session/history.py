"""*Back* and *Forward*: their link is restored, although the page itself has written it.

Also if the next message ends the run that they asked for before the page has read its link.
"""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

_LINK = "history_link"


def note_history_navigation() -> None:
    """Remember the link of this run if *Back* or *Forward* asked for it."""
    context = get_script_run_ctx()
    if context and context.is_history_navigation:
        st.session_state[_LINK] = context.query_string


def is_history_navigation() -> bool:
    """Whether the link of this run is one of *Back* or *Forward* that no run has restored yet; True once for each."""
    context = get_script_run_ctx()
    return context is not None and st.session_state.pop(_LINK, None) == context.query_string
