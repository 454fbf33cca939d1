"""Folds: expanders that stay open when the language is switched or another page has been visited."""

from typing import Any, NamedTuple

import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer


class FoldState(NamedTuple):
    """A fold as it was drawn last."""

    label: str
    is_open: bool


def fold(key: str, label: str, **settings: Any) -> ExpanderContainer:
    """An expander whose `open` says whether its content is to be drawn.

    To Streamlit an expander with another label is a new one, which is closed.
    """
    states: dict[str, FoldState] = st.session_state.setdefault("folds", {})
    if (known := states.get(key)) and (known.label != label or key not in st.session_state):
        st.session_state[key] = known.is_open
    drawn = st.expander(label, key=key, on_change="rerun", **settings)
    states[key] = FoldState(label, bool(drawn.open))
    return drawn
