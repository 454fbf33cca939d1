"""A question of a lesson as a room asks it: its words, which votes are possible, and which are right."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from optim_core.base.domains import Choice
from optim_core.base.errors import SpecError
from optim_core.base.lazy import cached_property
from optim_core.base.text import LANGUAGES, load
from optim_core.explain.lessons import Lesson, Numbers
from optim_core.explain.lessons.question import WRONG_NUMBERS
from optim_core.export.course.lesson_text import filled, option_text, reason
from optim_core.rooms.errors import RoomError, RoomFault

RIGHT_NUMBER = "right"
"""The group of the right votes on a number; the others are `WRONG_NUMBERS`."""
Words = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Poll:
    """The question of `lesson`, with the numbers of its run."""

    lesson: Lesson
    numbers: Numbers

    @property
    def name(self) -> str:
        """The lesson's name."""
        return self.lesson.name

    @property
    def has_options(self) -> bool:
        """Whether one of several options is to be chosen, rather than a number."""
        return isinstance(self.lesson.question.domain, Choice)

    def parse(self, text: str) -> str:
        """The vote that `text` represents, in its canonical form. RoomError "invalid" if it is none."""
        domain = self.lesson.question.domain
        try:
            return domain.format(domain.parse(text, self.name))
        except SpecError:
            raise RoomError(RoomFault.INVALID) from None

    def group(self, vote: str) -> str:
        """The group of a vote: the chosen option, or `low`, `right` or `high` for a number."""
        if self.has_options:
            return vote
        question, number = self.lesson.question, float(vote)
        return RIGHT_NUMBER if question.is_right(number, self.numbers) else question.mistake(number, self.numbers)

    @property
    def groups(self) -> tuple[str, ...]:
        """All groups, in the order of display."""
        low, high = WRONG_NUMBERS
        return tuple(self.lesson.texts[LANGUAGES[0]].options) if self.has_options else (low, RIGHT_NUMBER, high)

    @cached_property
    def right(self) -> str:
        """The group of the right votes."""
        return str(self.lesson.question.right(self.numbers)) if self.has_options else RIGHT_NUMBER

    @cached_property
    def words(self) -> Mapping[str, Words]:
        """Language -> title, question, and the text of each option, in none of which the right one stands out."""
        return {language: self._words(language) for language in LANGUAGES}

    @cached_property
    def answer(self) -> Mapping[str, str]:
        """Language -> the right answer."""
        right = self.lesson.question.right(self.numbers)
        return {language: option_text(self.lesson, right, self.numbers, load(language)) for language in LANGUAGES}

    def reasons(self, group: str) -> Mapping[str, str]:
        """Language -> why the votes of a group are wrong; empty for the right ones."""
        return {language: reason(self.lesson, group, self.numbers, load(language)) for language in LANGUAGES}

    def _words(self, language: str) -> Words:
        text = self.lesson.texts[language]
        options = {name: filled(option, self.numbers) for name, option in text.options.items()}
        return {"title": text.title, "question": filled(text.question, self.numbers), "options": options}
