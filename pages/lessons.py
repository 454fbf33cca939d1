"""Lessons: read, predict, run, compare."""

import streamlit as st

from optim_core.explain.lessons import LESSON_FORM
from ui.app import shell
from ui.compute.lesson_results import played
from ui.learn.lesson_path import lesson_of, path, show_refused, steps, title
from ui.learn.lessons import body
from ui.session.page_state import PageState
from ui.session.text import translator

shell.guard("lessons")
t = translator()
state = PageState("lessons", LESSON_FORM)
lesson = lesson_of(state)
path(state, lesson, t)
show_refused(state, t)
title(lesson, t)
if outcome := played(lesson, t):
    body(state, lesson, *outcome, t)
else:
    st.info(t("lessons.failed"), icon=":material/arrow_forward:")
steps(state, lesson, t)
state.publish()
