"""Lessons: read, predict, run, compare; alone, or with a room that votes."""

import streamlit as st

from optim_core.explain.lessons import LESSON_FORM
from ui.app import shell
from ui.compute.lesson_results import played
from ui.learn.in_class import in_class
from ui.learn.lesson_path import lesson_of, path, show_refused, steps, title
from ui.learn.lessons import body
from ui.learn.room import room_search, room_view
from ui.learn.room_stage import room_body
from ui.session.page_state import PageState
from ui.session.text import translator

shell.guard("lessons")
t = translator()
state = PageState("lessons", LESSON_FORM)
lesson = lesson_of(state)
path(state, lesson, t)
show_refused(state, t)
room_search(state, t)
title(lesson, t)
in_class(state, t)
if outcome := played(lesson, t):
    if view := room_view(state, lesson, outcome[1], t):
        room_body(state, lesson, *outcome, view, t)
    else:
        body(state, lesson, *outcome, t)
else:
    st.info(t("lessons.failed"), icon=":material/arrow_forward:")
steps(state, lesson, t)
state.publish()
