"""Lessons in their order, each read from a folder `NUMBER-NAME` in `content/lessons`."""

from optim_core.base.domains import Choice, Flag
from optim_core.explain.lessons.lesson import FOLDER, Lesson, read_lesson
from optim_core.explain.lessons.question import AbstractQuestion, Extreme, Number, Numbers
from optim_core.explain.lessons.scenes import Scene, query_of, run_scene
from optim_core.permalink.form import Form

LESSONS: dict[str, Lesson] = {
    lesson.name: lesson for lesson in map(read_lesson, sorted(path.parent for path in FOLDER.glob("*/lesson.toml")))
}

LESSON_FORM = Form(
    members={},
    specs=(),
    views=(),
    others={"lesson": Choice("", tuple(LESSONS))}
    | {f"done.{name}": lesson.question.domain for name, lesson in LESSONS.items()}
    | {f"shown.{name}": Flag() for name in LESSONS},
    opening={"lesson": next(iter(LESSONS), "")},
)
"""`done.LESSON` is the answer given; `shown.LESSON` is set if the solution was shown without an answer."""

__all__ = [
    "LESSONS",
    "LESSON_FORM",
    "AbstractQuestion",
    "Extreme",
    "Lesson",
    "Number",
    "Numbers",
    "Scene",
    "query_of",
    "read_lesson",
    "run_scene",
]  # fmt: skip
