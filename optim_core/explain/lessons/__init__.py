"""Lessons in the order of the course, each read from the folder of its name in `content/lessons`."""

from optim_core.base.domains import Flag
from optim_core.explain.lessons.course import COURSE, FOLDER, PART_OF, Part
from optim_core.explain.lessons.lesson import Lesson, read_lesson
from optim_core.explain.lessons.question import AbstractQuestion, Extreme, Number, Numbers
from optim_core.explain.lessons.scenes import Scene, query_of, run_scene
from optim_core.permalink.form import Form
from optim_core.permalink.member_name import MemberName

LESSONS: dict[str, Lesson] = {name: read_lesson(FOLDER / name) for part in COURSE for name in part.minutes}

LESSON_FORM = Form(
    members={},
    specs=(),
    views=(),
    others={"lesson": MemberName("", tuple(LESSONS))}
    | {f"done.{name}": lesson.question.domain for name, lesson in LESSONS.items()}
    | {f"shown.{name}": Flag() for name in LESSONS},
    opening={"lesson": next(iter(LESSONS), "")},
)
"""`done.LESSON` is the answer given; `shown.LESSON` is set if the solution was shown without an answer."""

__all__ = [
    "COURSE",
    "LESSONS",
    "LESSON_FORM",
    "PART_OF",
    "AbstractQuestion",
    "Extreme",
    "Lesson",
    "Number",
    "Numbers",
    "Part",
    "Scene",
    "query_of",
    "read_lesson",
    "run_scene",
]  # fmt: skip
