"""Lessons: read, predict, run, compare."""

from optim_core.explain.lessons import LESSON_FORM
from ui.app import shell
from ui.compute.lesson_results import played
from ui.learn.lessons import body, head, lesson_of, path, steps
from ui.session.active_run import show_link_errors
from ui.session.page_state import PageState
from ui.session.text import translator

shell.guard("lessons")
t = translator()
state = PageState("lessons", LESSON_FORM)
lesson = lesson_of(state)
path(state, lesson, t)
show_link_errors(state, t)
results = played(lesson, t)
numbers = lesson.numbers(results)
head(lesson, numbers, t)
body(state, lesson, numbers, results, t)
steps(state, lesson, t)
state.publish()
