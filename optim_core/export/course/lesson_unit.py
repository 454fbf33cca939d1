"""A lesson as a unit of the course."""

from collections.abc import Sequence
from typing import Any

from optim_core.base.domains import Choice
from optim_core.base.text import LANGUAGES, Translator, load
from optim_core.explain.lessons import PART_OF, Lesson, Numbers, Scene, query_of
from optim_core.export.course.lesson_text import filled, option_text, reason
from optim_core.export.course.scene_text import contenders, described, scene_alt, scene_chart
from optim_core.export.course.unit import GIVEN, ChartStage, RaceStage, Unit, UnitText
from optim_core.specs import SurfaceRun


def lesson_unit(lesson: Lesson, results: Sequence[Any]) -> Unit:
    """The lesson with `results`, those of its scenes in their order."""
    numbers, question = lesson.numbers(results), lesson.question
    page, _ = query_of(lesson.lab)
    return Unit(
        name=lesson.name,
        right=question.right(numbers),
        tolerance=getattr(question, "tolerance", 0.0),
        stages=[_stage(lesson, scene, result) for scene, result in zip(lesson.scenes, results, strict=True)],
        texts={language: _text(lesson, numbers, load(language)) for language in LANGUAGES},
        links={f"lessons?lesson={lesson.name}": "course.in_app", lesson.lab.removeprefix("/"): f"lessons.open_{page}"},
    )


def _stage(lesson: Lesson, scene: Scene, result: Any) -> RaceStage | ChartStage:
    if not isinstance(scene, SurfaceRun):
        return ChartStage(
            charts={
                t.language: (scene_chart(lesson, scene, result, t), scene_alt(lesson, scene, result, t))
                for t in map(load, LANGUAGES)
            }
        )
    return RaceStage(run=scene, trajectories=result, view=lesson.view)


def _text(lesson: Lesson, numbers: Numbers, t: Translator) -> UnitText:
    words, part = lesson.texts[t.language], PART_OF[lesson.name]
    place = t("lessons.place", number=[*part.minutes].index(lesson.name) + 1, all=len(part.minutes))
    minutes = t("lessons.minutes", minutes=part.minutes[lesson.name])
    lines = [line for scene in lesson.scenes for line in (described(scene, t), *contenders(scene))]
    return UnitText(
        place=" · ".join([t(f"lessons.part.{part.name}"), place, minutes]),
        title=words.title,
        intro=filled(words.intro, numbers),
        question=filled(words.question, numbers),
        hint=filled(words.hint, numbers),
        options={name: filled(text, numbers) for name, text in words.options.items()},
        verdicts=_verdicts(lesson, numbers, t),
        setup="\n".join(f"- {line}" for line in lines),
        stages=[described(scene, t) for scene in lesson.scenes],
        explanation=filled(words.explanation, numbers),
        prompts=words.prompts,
    )


def _verdicts(lesson: Lesson, numbers: Numbers, t: Translator) -> dict[str, str]:
    """The verdict on each possible answer, and on none."""
    question, right = lesson.question, lesson.question.right(numbers)
    words = {"right": option_text(lesson, right, numbers, t)}
    if not isinstance(question.domain, Choice):
        wrong = t("lessons.number_wrong", given=GIVEN, **words)
        return {
            "": t("lessons.number_shown", **words),
            "right": t("lessons.number_right", given=GIVEN, **words),
            **{mistake: f"{wrong}\n\n{reason(lesson, mistake, numbers, t)}" for mistake in ("low", "high")},
        }
    found = {"": t("lessons.shown", **words)}
    for option in question.domain.options:
        if question.is_right(option, numbers):
            found[option] = t("lessons.right", **words)
        else:
            wrong = t("lessons.wrong", given=option_text(lesson, option, numbers, t), **words)
            found[option] = f"{wrong}\n\n{reason(lesson, question.mistake(option, numbers), numbers, t)}"
    return found
