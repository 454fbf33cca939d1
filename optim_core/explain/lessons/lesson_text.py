"""Text of a lesson in one language, read from its Markdown file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from optim_core.base.errors import SpecError

HEADING = re.compile(r"^(#{1,2}) (.+)$", re.MULTILINE)
OPTION = re.compile(r"^- (\w+): (.+)$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class LessonText:
    """The parts of the file; `{name}` in a text stands for a number of the lesson."""

    title: str
    intro: str
    question: str
    options: Mapping[str, str]
    """Name of a possible answer -> its text."""
    hint: str
    """What to think of before answering."""
    reasons: Mapping[str, str]
    """Name of a wrong answer, or `low` or `high` for a number -> a sentence that says why it is wrong."""
    explanation: str
    prompts: tuple[str, ...]
    """Questions to discuss."""


def read_lesson_text(text: str, where: str) -> LessonText:
    """Parse `text`. SpecError, which names `where`, unless it has one title and then five sections.

    The sections are the question with its options, the hint, the reasons, the explanation, and the prompts.
    """
    parts = HEADING.split(text.strip())
    levels, titles, bodies = parts[1::3], parts[2::3], [part.strip() for part in parts[3::3]]
    if parts[0] or levels != ["#", *["##"] * 5] or not all(bodies):
        raise SpecError(where, "range", range="{# ## ## ## ## ##}", got=" ".join(levels)[:40])
    intro, question, hint, reasons, explanation, prompts = bodies
    return LessonText(
        title=titles[0],
        intro=intro,
        question=OPTION.sub("", question).strip(),
        options=dict(OPTION.findall(question)),
        hint=hint,
        reasons=dict(OPTION.findall(reasons)),
        explanation=explanation,
        prompts=tuple(re.findall(r"^- (.+)$", prompts, re.MULTILINE)),
    )
