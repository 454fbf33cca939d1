"""A lesson: runs to show, a question about their numbers, and its text in every language."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from optim_core.base.domains import Choice
from optim_core.base.text import LANGUAGES
from optim_core.explain.lessons.lesson_text import LessonText, read_lesson_text
from optim_core.explain.lessons.measures import MEASURES
from optim_core.explain.lessons.question import WRONG_NUMBERS, AbstractQuestion, Numbers, read_question
from optim_core.explain.lessons.scenes import Scene, SceneResult, read_scene
from optim_core.permalink import read_fields
from optim_core.specs.views import ModelView, SurfaceView


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """One lesson, as its folder describes it."""

    name: str
    links: tuple[str, ...]
    scenes: tuple[Scene, ...]
    """The run of each of the `links`."""
    lab: str
    """Link to a page of the lab, for experiments of one's own."""
    view: SurfaceView
    """Options of the curves of a race on a surface."""
    training_view: ModelView
    """Options of the curves of a training."""
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
    """The lesson of a folder, named as it.

    SpecError if it has an unknown measure or number, an invalid link, or unlike options or reasons.
    """
    table = tomllib.loads((folder / "lesson.toml").read_text(encoding="utf-8"))
    name = folder.name
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
        _check_reasons(text, options, texts[LANGUAGES[0]], f"{name}/{language}.md")
    return Lesson(
        name=name,
        links=tuple(table["scenes"]),
        scenes=tuple(map(read_scene, table["scenes"])),
        lab=table.get("lab", table["scenes"][-1]),
        view=SurfaceView(**read_fields(SurfaceView, table.get("view", {}))),
        training_view=ModelView(**read_fields(ModelView, table.get("training_view", {}))),
        measures=table["numbers"],
        question=question,
        texts=texts,
    )


def _check_reasons(text: LessonText, options: Sequence[str], first: LessonText, where: str) -> None:
    """SpecError unless there is a reason for all but one of the `options`, or for both kinds of a wrong number.

    The option without a reason is the right one; it has to be the same in the text of the `first` language.
    """
    possible = tuple(options) or WRONG_NUMBERS
    known = set(text.reasons) <= set(possible) and set(text.reasons) == set(first.reasons)
    if not known or len(text.reasons) != len(possible) - bool(options):
        raise Choice("", possible).refuse(", ".join(text.reasons), f"{where}: reasons")
