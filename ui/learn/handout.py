"""The sheet of a lesson for the teacher."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urljoin

from optim_core.base.text import Translator
from optim_core.explain.lessons import Lesson, Numbers
from optim_core.export.course.scene_text import contenders, described
from optim_core.figures.learn.handout import Section, handout_html
from optim_core.figures.numbers import short
from ui.learn.lesson_stage import charts


def sheet(lesson: Lesson, numbers: Numbers, results: Sequence[Any], right: str, here: str, t: Translator) -> str:
    """A page to print: the text and the question, then on a page of its own the key, with the run's numbers.

    `here` is the address of the lessons page, which a download is made without.
    """
    words, texts = lesson.texts[t.language], {name: short(number) for name, number in numbers.items()}
    options = "\n".join(f"- {option.format(**texts)}" for option in words.options.values())
    scenes = "\n".join(f"- {line}" for scene in lesson.scenes for line in (described(scene, t), *contenders(scene)))
    figures = [
        figure
        for scene, result in zip(lesson.scenes, results, strict=True)
        for figure in charts(lesson, scene, result, t)
    ]
    key = f"**{t('sheet.answer', right=right)}**\n\n{words.explanation.format(**texts)}"
    parts = (
        Section(heading=t("sheet.question"), text=f"{words.question.format(**texts)}\n\n{options}"),
        Section(heading=t("lessons.setup"), text=scenes),
        Section(heading=t("lessons.discuss"), text="\n".join(f"- {prompt}" for prompt in words.prompts)),
        Section(heading=t("sheet.key"), text=key, figures=figures, of_key=True),
        *_help(lesson, texts, t),
        Section(heading=t("sheet.numbers"), text="\n".join(f"- `{name}`: {text}" for name, text in texts.items())),
    )
    links = [f"{here}?lesson={lesson.name}", urljoin(here, lesson.lab.removeprefix("/"))]
    return handout_html(words.title, words.intro.format(**texts), parts, links, t("sheet.made"), t.language)


def _help(lesson: Lesson, texts: Mapping[str, str], t: Translator) -> list[Section]:
    """The hint and the reason of each wrong answer."""
    words = lesson.texts[t.language]
    names = words.options or {kind: t(f"sheet.{kind}") for kind in words.reasons}
    reasons = "\n".join(
        f"- **{names[name].format(**texts)}** {reason.format(**texts)}" for name, reason in words.reasons.items()
    )
    return [
        Section(heading=t("sheet.hint"), text=words.hint.format(**texts)),
        Section(heading=t("sheet.reasons"), text=reasons),
    ]
