"""A lesson while its room votes: the question, the room's panel beside it, and the race once the answer is shown."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from optim_core.base.text import Translator
from optim_core.explain.lessons import Lesson, Numbers
from optim_core.export.course.lesson_text import filled
from optim_core.rooms import View
from ui.learn.lesson_path import NAMES
from ui.learn.lesson_stage import setup
from ui.learn.lessons import findings
from ui.learn.room import ENDING, act, ask_to_end, end, follow, go_on, room_key
from ui.learn.room_panel import panel
from ui.rooms.answers import ROOMS
from ui.session.callbacks import on_click
from ui.session.page_state import PageState
from ui.session.part_errors import part_errors


@part_errors("lessons.room")
def room_body(
    state: PageState, lesson: Lesson, results: Sequence[Any], numbers: Numbers, view: View, t: Translator
) -> None:
    """The lesson on the left, its room on the right; answers of this tab's own are not asked for, and not shown."""
    words = lesson.texts[t.language]
    left, right = st.columns([0.7, 0.3], gap="medium")
    with right, st.container(key="room_side"):
        _room(state, lesson, view, t)
    with left:
        st.markdown(filled(words.intro, numbers))
        st.header(t("lessons.predict"), anchor=False)
        options = "\n".join(f"- {filled(option, numbers)}" for option in words.options.values())
        st.markdown(f"{filled(words.question, numbers)}\n\n{options}")
        if view.is_open:
            setup(lesson, results, t)
        else:
            findings(lesson, results, numbers, t)


def _room(state: PageState, lesson: Lesson, view: View, t: Translator) -> None:
    if (key := room_key()) is None:
        return
    panel(key, view, partial(follow, state), t)
    after = NAMES.index(lesson.name) + 1
    following = on_click(go_on, state, NAMES[after % len(NAMES)], view.question)
    reveal, reset = (on_click(act, state, action, view.question) for action in (ROOMS.reveal, ROOMS.reset))
    with st.container(horizontal=True, gap="small"):
        _button("reveal", "A", "visibility", reveal, t, disabled=not view.is_open, type="primary")
        _button("next", "N", "arrow_forward", following, t, disabled=after == len(NAMES))
        _button("reset", "Z", "replay", reset, t, help=t("room.reset_help"))
        if st.session_state.get(ENDING):
            _button("end_now", None, "meeting_room", on_click(end), t)
            _button("stay", None, "undo", on_click(ask_to_end, False), t)
        else:
            _button("end", None, "meeting_room", on_click(ask_to_end, True), t)
    if view.is_open:
        st.caption(t("room.hidden"))


def _button(name: str, key: str | None, icon: str, clicked: Any, t: Translator, **settings: Any) -> None:
    st.button(
        t(f"room.{name}"),
        icon=f":material/{icon}:",
        key=f"room.{name}",
        shortcut=key,
        on_click=clicked,
        **settings,
    )
