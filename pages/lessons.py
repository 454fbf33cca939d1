"""Lessons: read, predict, run, compare."""

from optim_core.explain.lessons import LESSON_FORM
from ui.app import shell
from ui.compute.lesson_results import played
from ui.learn.lessons import body, head, lesson_of, path, steps
from ui.session.active_run import link_errors
from ui.session.page_state import Draft
from ui.session.text import translator

shell.guard("lessons")
t = translator()
draft = Draft("lessons", LESSON_FORM)
lesson = lesson_of(draft)
path(draft, lesson, t)
link_errors(draft, t)
results = played(lesson, t)
numbers = lesson.numbers(results)
head(lesson, numbers, t)
body(draft, lesson, numbers, results, t)
steps(draft, lesson, t)
draft.publish()
