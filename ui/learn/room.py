"""The teacher's side of a room, on the lessons page: how it is opened and found again, and what its buttons do."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import streamlit as st

from optim_core.base.text import Translator
from optim_core.explain.lessons import LESSONS, Lesson, Numbers
from optim_core.rooms import Key, Poll, RoomError, RoomFault, View, limits
from ui.learn.room_panel import search_panel
from ui.rooms.answers import ROOMS, SERVED
from ui.session.callbacks import on_click
from ui.session.page_state import PageState

KEY, FORGOTTEN, REFUSAL = "room.key", "room.forgotten", "room.refusal"
"""In the session: the key of this tab's room; the code of one that has ended; why one was not opened."""
ENDING = "room.ending"
"""In the session: the room is to be ended once that is confirmed."""
QUESTION, MOVED = "room.question", "room.moved"
"""In the session: the question of the room that this tab shows; the last one to which another tab has moved it."""
LONGEST = 64
"""Most characters of a code or a secret that a browser reports."""


def room_key() -> Key | None:
    """The key of this tab's room; None if it has none."""
    return st.session_state.get(KEY)


def room_door(t: Translator, close: Callable[[], object]) -> None:
    """The button that opens a room; `close` closes the menu that it is in."""
    st.caption(t("room.about"))
    st.button(
        t("room.open"),
        icon=":material/how_to_vote:",
        key="room.open",
        help=t("room.open_help", hours=limits.SECONDS // 3600),
        on_click=on_click(_open, close),
    )


def room_search(state: PageState, t: Translator) -> None:
    """Say what came of opening a room; if this tab has none, find the one that the browser remembers."""
    if refusal := st.session_state.pop(REFUSAL, None):
        st.warning(t(f"room.error.{refusal}", voters=limits.VOTERS), icon=":material/meeting_room:")
    if room_key() is None and SERVED.is_set():
        search_panel(st.session_state.get(FORGOTTEN, ""), lambda report: _find(state, report), t)


def room_view(state: PageState, lesson: Lesson, numbers: Numbers, t: Translator) -> View | None:
    """What this tab's room shows, after it has been asked the question of the lesson; None if there is no room.

    If another tab has moved the room, this page is drawn again with the room's lesson.
    """
    if (key := room_key()) is None:
        return None
    try:
        view = ROOMS.teacher_view(key)
        if view.poll is None or view.poll.name != lesson.name:
            ROOMS.ask(key, Poll(lesson, numbers), st.session_state.get(QUESTION, ""))
            view = ROOMS.teacher_view(key)
    except RoomError as error:
        if error.fault is RoomFault.CHANGED:
            follow(state)
            st.rerun()
        _leave(key)
        st.info(t("room.over"), icon=":material/meeting_room:")
        return None
    st.session_state[QUESTION] = view.question
    if view.question == st.session_state.get(MOVED):
        title = lesson.texts[t.language].title
        st.info(t("room.moved", lesson=title), icon=":material/meeting_room:")
    return view


def act(state: PageState, action: Callable[[Key, str], object], question: str) -> None:
    """Do something with the `question` that this tab shows; if the room asks another one, go to that instead."""
    if (key := room_key()) is not None:
        try:
            action(key, question)
        except RoomError:
            follow(state)
        else:
            st.session_state.pop(MOVED, None)


def go_on(state: PageState, name: str, question: str) -> None:
    """Go from `question` to the lesson `name`; if the room asks another one, go to that instead."""
    if (key := room_key()) is not None:
        try:
            is_current = ROOMS.teacher_view(key).question == question
        except RoomError:
            is_current = False
        if is_current:
            state.set(lesson=name)
        else:
            follow(state)


def follow(state: PageState) -> None:
    """Go where another tab has moved this tab's room, and say so."""
    if (key := room_key()) is None:
        return
    try:
        view = ROOMS.teacher_view(key)
    except RoomError:
        return  # the drawing that follows says so, and leaves it
    if view.poll is None or view.question == st.session_state.get(QUESTION):
        return
    st.session_state[QUESTION] = view.question
    st.session_state[MOVED] = view.question
    if view.poll.name in LESSONS:
        state.set(lesson=view.poll.name)


def ask_to_end(is_asked: bool) -> None:
    """Ask whether the room is to be ended, or no longer."""
    st.session_state[ENDING] = is_asked


def end() -> None:
    """End the room, and forget it also in the browser."""
    if (key := room_key()) is not None:
        with suppress(RoomError):
            ROOMS.end(key)
        _leave(key)


def _open(close: Callable[[], object]) -> None:
    close()
    try:
        st.session_state[KEY] = ROOMS.open()
        st.session_state[QUESTION] = ""
    except RoomError as error:
        st.session_state[REFUSAL] = error.fault.value


def _leave(key: Key) -> None:
    st.session_state.pop(KEY, None)
    st.session_state.pop(ENDING, None)
    st.session_state[FORGOTTEN] = key.code


def _find(state: PageState, report: Any) -> None:
    """Go back to the room, and to the question it asks, whose key the browser reports."""
    code, secret = (report.get(name) for name in ("code", "secret")) if isinstance(report, dict) else (None, None)
    if not isinstance(code, str) or not isinstance(secret, str) or max(len(code), len(secret)) > LONGEST:
        return
    key = Key(code, secret)
    try:
        view = ROOMS.teacher_view(key)
    except RoomError:
        _leave(key)
        return
    st.session_state[KEY], st.session_state[QUESTION] = key, view.question
    if view.poll is not None and view.poll.name in LESSONS:
        state.set(lesson=view.poll.name)
