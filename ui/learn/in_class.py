"""What the lessons page has for a class, in one menu."""

import streamlit as st

from optim_core.base.text import Translator
from ui.learn.room import room_door, room_key
from ui.rooms.answers import SERVED


def in_class(t: Translator) -> None:
    """The menu; there is none on a server without rooms, and while this tab has one."""
    if room_key() is not None or not SERVED.is_set():
        return
    with st.popover(t("room.title"), icon=":material/school:", type="tertiary"):
        room_door(t)
