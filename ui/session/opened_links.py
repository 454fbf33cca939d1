"""Links that a visitor opens: their page takes them over, although it may have written them itself before.

These are links that are clicked, also on the page that is open, and the addresses to which *Back* and *Forward* lead.
All other requests only report the address of the page, which may lag behind what the page has written.
"""

from collections.abc import Mapping
from urllib.parse import parse_qsl

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

_LINK = "opened_link"


def note_opened_link() -> None:
    """Remember the link of this run if a visitor has opened it, in case the next request ends the run too early."""
    context = get_script_run_ctx()
    if context and context.is_history_navigation:
        st.session_state[_LINK] = (context.page_script_hash, context.query_string)


def read_link() -> tuple[Mapping[str, str], bool]:
    """The entries of the page's link, without the language, and whether a visitor has opened it.

    It is the link of this run's request, or of one before it that no page has read.
    """
    context, is_unread, (_, link) = get_script_run_ctx(), has_unread_link(), st.session_state.pop(_LINK, ("", ""))
    is_opened = context is not None and context.is_history_navigation
    late = is_unread and not is_opened
    shown = dict(parse_qsl(link, keep_blank_values=True)) if late else st.query_params.to_dict()
    return {name: text for name, text in shown.items() if name != "lang"}, is_opened or late


def has_unread_link() -> bool:
    """Whether a link of this run's page has been opened that the page has not read."""
    context = get_script_run_ctx()
    return context is not None and st.session_state.get(_LINK, ("", ""))[0] == context.page_script_hash
