"""The menu *In class* of the lessons page."""

import streamlit as st

from optim_core.base.text import Translator
from ui.learn.hand_in import class_door, class_table, hand_in_door
from ui.learn.room import room_door, room_key
from ui.rooms.answers import SERVED
from ui.session.page_state import PageState

ROUND = "in_class.round"
"""In the session: how often the menu was closed by one of its buttons, each time for a new menu, which is closed."""


def in_class(state: PageState, t: Translator) -> None:
    """The menu: a room, where the server has rooms and this tab none; handing in; and the hand-ins of a class."""
    menu = st.popover(
        t("room.title"), icon=":material/school:", type="tertiary", key=f"in_class.{st.session_state.get(ROUND, 0)}"
    )
    with menu:
        if room_key() is None and SERVED.is_set():
            st.markdown(f"**{t('room.heading')}**")
            room_door(t, _close)
        st.markdown(f"**{t('hand_in.heading')}**")
        hand_in_door(state, t)
        st.markdown(f"**{t('hand_in.title')}**")
        class_door(t, _close)
    class_table(t)


def _close() -> None:
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
