"""What the lessons page has for a class, in one menu."""

import streamlit as st

from optim_core.base.text import Translator
from ui.learn.hand_in import class_door, hand_in_door
from ui.learn.room import room_door, room_key
from ui.rooms.answers import SERVED
from ui.session.page_state import PageState


def in_class(state: PageState, t: Translator) -> None:
    """The menu: a room, where the server has rooms and this tab none; handing in; and the hand-ins of a class."""
    with st.popover(t("room.title"), icon=":material/school:", type="tertiary"):
        if room_key() is None and SERVED.is_set():
            st.markdown(f"**{t('room.heading')}**")
            room_door(t)
        st.markdown(f"**{t('hand_in.heading')}**")
        hand_in_door(state, t)
        st.markdown(f"**{t('hand_in.title')}**")
        class_door(t)
