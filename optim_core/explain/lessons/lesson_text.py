"""A lesson's words in one language, from its Markdown file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from optim_core.base.errors import SpecError

HEADING = re.compile(r"^(#{1,2}) (.+)$", re.MULTILINE)
OPTION = re.compile(r"^- (\w+): (.+)$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class LessonText:
    """The parts of the file: a title with an introduction, then a section each to ask, to explain and to discuss.

    `{name}` stands for a number of the run.
    """

    title: str
    intro: str
    question: str
    options: Mapping[str, str]
    explanation: str
    prompts: tuple[str, ...]


def read_lesson_text(text: str, where: str) -> LessonText:
    """The words of `text`; SpecError where it has not one title and three sections."""
    pieces = HEADING.split(text.strip())
    levels, titles, bodies = pieces[1::3], pieces[2::3], [piece.strip() for piece in pieces[3::3]]
    if pieces[0] or levels != ["#", "##", "##", "##"]:
        raise SpecError(where, "type", got=str(levels)[:40])
    intro, question, explanation, prompts = bodies
    return LessonText(
        title=titles[0],
        intro=intro,
        question=OPTION.sub("", question).strip(),
        options=dict(OPTION.findall(question)),
        explanation=explanation,
        prompts=tuple(re.findall(r"^- (.+)$", prompts, re.MULTILINE)),
    )
