"""Lessons: read, predict, run, compare."""

from optim_core.lessons import LESSON_FORM
from ui import shell
from ui.current import link_errors
from ui.draft import Draft
from ui.lesson_parts import body, head, lesson_of, path, steps
from ui.played import played
from ui.text import translator

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
