"""All files of the course, for any web space, a USB stick or a learning platform."""

from collections.abc import Callable, Iterator
from functools import partial

from optim_core.explain.claims import CLAIMS, AbstractClaim
from optim_core.explain.lessons import LESSONS, run_scene
from optim_core.export.course.claim_unit import claim_unit
from optim_core.export.course.index_page import index_page
from optim_core.export.course.lesson_unit import lesson_unit
from optim_core.export.course.unit import Unit
from optim_core.export.course.unit_page import unit_page
from optim_core.export.offline_page import plotly_js

INDEX = "index.html"
PLOTLY = "plotly.js"
"""One file for all pages, which would be 75 MB larger together if each held it; a page alone does hold it."""


def course_files(language: str) -> Iterator[tuple[str, str]]:
    """Name and content of each file; pages open in `language`. Its runs are computed when it is reached."""
    makers = _makers()
    names = [*makers]
    yield INDEX, index_page(language)
    yield PLOTLY, plotly_js()
    for number, name in enumerate(names):
        ways = {INDEX: "course.index"}
        ways |= {f"{names[number - 1]}.html": "lessons.previous"} if number else {}
        ways |= {f"{names[number + 1]}.html": "lessons.next"} if number + 1 < len(names) else {}
        yield f"{name}.html", unit_page(makers[name](), language, ways=ways, plotly=PLOTLY)


def _makers() -> dict[str, Callable[[], Unit]]:
    """Name of each lesson, then of each claim -> what makes it."""
    lessons = {name: partial(_lesson, name) for name in LESSONS}
    return {**lessons, **{cls.__name__: partial(_claim, cls) for cls in CLAIMS}}


def _lesson(name: str) -> Unit:
    lesson = LESSONS[name]
    return lesson_unit(lesson, [run_scene(scene) for scene in lesson.scenes])


def _claim(cls: type[AbstractClaim]) -> Unit:
    return claim_unit(cls())
