"""What the lessons page has for a class, in one menu."""

import streamlit as st

from optim_core.base.text import Translator
from ui.learn.room import room_door
from ui.session.page_state import PageState


def in_class(state: PageState, t: Translator) -> None:
    """The menu."""
    with st.popover(t("room.title"), icon=":material/school:", type="tertiary"):
        room_door(state, t)
