"""Texts of a lesson with the numbers of its run."""

from typing import Any

from optim_core.base.text import Translator
from optim_core.explain.lessons import Lesson, Numbers
from optim_core.figures.numbers import short


def filled(text: str, numbers: Numbers) -> str:
    """A text of a lesson with the run's numbers in it."""
    return text.format(**{name: short(number) for name, number in numbers.items()})


def option_text(lesson: Lesson, answer: Any, numbers: Numbers, t: Translator) -> str:
    """An answer in words, without a full stop."""
    options = lesson.texts[t.language].options
    return filled(options[answer], numbers).removesuffix(".") if options else short(float(answer))


def reason(lesson: Lesson, mistake: str, numbers: Numbers, t: Translator) -> str:
    """Why an answer is wrong, by the name that its question gives the mistake; empty for the right one."""
    return filled(lesson.texts[t.language].reasons.get(mistake, ""), numbers)
