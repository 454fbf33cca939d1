"""A lesson: runs to show, a question about their numbers, and its text in every language."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from optim_core.base.domains import Choice
from optim_core.base.files import CONTENT
from optim_core.base.text import LANGUAGES
from optim_core.explain.lessons.lesson_text import LessonText, read_lesson_text
from optim_core.explain.lessons.measures import MEASURES
from optim_core.explain.lessons.question import AbstractQuestion, Numbers, read_question
from optim_core.explain.lessons.scenes import Scene, SceneResult, read_scene
from optim_core.permalink import read_fields
from optim_core.specs.views import SurfaceView

FOLDER = CONTENT / "lessons"


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """One lesson, as its folder describes it."""

    name: str
    chapter: str
    links: tuple[str, ...]
    scenes: tuple[Scene, ...]
    """The run of each of the `links`."""
    lab: str
    """Link to a page of the lab, for experiments of one's own."""
    view: SurfaceView
    """Options of the curves."""
    measures: Mapping[str, Mapping[str, Any]]
    """Number's name -> its `measure` (a key of `MEASURES`) and arguments, or the `ratio` of two earlier numbers."""
    question: AbstractQuestion
    texts: Mapping[str, LessonText]
    """Language -> text."""

    def numbers(self, results: Sequence[SceneResult]) -> Numbers:
        """All numbers of `measures`, from `results`, the results of the scenes in their order."""
        found: dict[str, float] = {}
        for name, how in self.measures.items():
            if "ratio" in how:
                above, below = how["ratio"]
                found[name] = found[above] / found[below]
            else:
                found[name] = _measured(self.scenes, results, **how)
        return found


def _measured(
    scenes: Sequence[Scene],
    results: Sequence[SceneResult],
    measure: str,
    scene: int = 1,
    contender: int = 1,
    **arguments: Any,
) -> float:
    return MEASURES[measure](scenes[scene - 1], results[scene - 1], contender - 1, **arguments)


def read_lesson(folder: Path) -> Lesson:
    """The lesson of a folder. SpecError if it has an unknown measure or number, an invalid link, or unlike options."""
    table = tomllib.loads((folder / "lesson.toml").read_text(encoding="utf-8"))
    name = folder.name.partition("-")[2]
    question = read_question(table["question"])
    texts = {
        language: read_lesson_text((folder / f"{language}.md").read_text(encoding="utf-8"), f"{name}/{language}.md")
        for language in LANGUAGES
    }
    known = {how["measure"] for how in table["numbers"].values() if "measure" in how}
    if strange := known - MEASURES.keys():
        raise Choice("", tuple(MEASURES)).refuse(", ".join(sorted(strange)), f"{name}.numbers")
    if strange := set(question.names) - table["numbers"].keys():
        raise Choice("", tuple(table["numbers"])).refuse(", ".join(sorted(strange)), f"{name}.question")
    for language, text in texts.items():
        options = tuple(getattr(question.domain, "options", ()))
        if tuple(text.options) != options:
            raise Choice("", options).refuse(", ".join(text.options), f"{name}/{language}.md")
    return Lesson(
        name=name,
        chapter=table["chapter"],
        links=tuple(table["scenes"]),
        scenes=tuple(map(read_scene, table["scenes"])),
        lab=table.get("lab", table["scenes"][-1]),
        view=SurfaceView(**read_fields(SurfaceView, table.get("view", {}))),
        measures=table["numbers"],
        question=question,
        texts=texts,
    )
