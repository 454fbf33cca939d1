"""Progress of the lessons to hand in: a link in a line of text, and what a class has answered."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from optim_core.explain.lessons import LESSON_FORM, LESSONS, Lesson, Numbers

MAX_BYTES = 512 * 1024
"""Of a text with hand-ins: `MAX_HAND_INS` links with all answers, of 2 KB each, with names beside them."""
MAX_HAND_INS = 200
"""Hand-ins that are read of a text, and counted in all."""
MAX_ENTRIES = 4 * len(LESSONS)
"""Entries of a link that is read."""
DONE, SHOWN = "done.", "shown."
AFTER_LINK = ".,;:!?)]}>\"'。，"
"""What a sentence may put behind a link, and no link ends with."""


@dataclass(frozen=True, kw_only=True)
class HandIn:
    """The answers of one person."""

    answers: Mapping[str, Any]
    """Lesson -> answer, each in the domain of its question."""
    shown: frozenset[str]
    """Lessons whose solution was shown without an answer."""
    ignored: tuple[str, ...]
    """The link's entries that no lesson can use, as `name=value`."""


@dataclass(frozen=True, kw_only=True)
class Tally:
    """The hand-ins on one question."""

    lesson: Lesson
    asked: int
    """Hand-ins that have an answer, or have the solution shown without one."""
    right: int
    wrong: Any
    """The most chosen wrong answer; None if there is none."""
    wrong_count: int


def write_hand_in(address: str, query: Mapping[str, str]) -> str:
    """The link with the progress in `query`, to the lessons page at `address`; empty if there is no progress."""
    progress = {name: text for name, text in query.items() if name.startswith((DONE, SHOWN))}
    return f"{address}?{urlencode(progress)}" if progress else ""


def read_hand_ins(data: bytes) -> list[HandIn]:
    """The hand-ins in a text in UTF-8, one for each link to lessons; other words, such as a name, are left out.

    There is none in what is longer than `MAX_BYTES` or no such text.
    """
    try:
        text = data.decode("utf-8-sig") if len(data) <= MAX_BYTES else ""
    except UnicodeDecodeError:
        return []
    found = (_read(word.rstrip(AFTER_LINK)) for word in text.split() if "?" in word)
    return [*islice((hand_in for hand_in in found if hand_in), MAX_HAND_INS)]


def _read(link: str) -> HandIn | None:
    """The hand-in of a link; None if it has no progress."""
    try:
        query = dict(parse_qsl(urlsplit(link).query, errors="strict", max_num_fields=MAX_ENTRIES))
    except ValueError:
        return None
    progress = {name: text for name, text in query.items() if name.startswith((DONE, SHOWN))}
    accepted, _ = LESSON_FORM.parsed(progress)
    values = {name: LESSON_FORM.others[name].parse(text, name) for name, text in accepted.items()}
    answers = {name.removeprefix(DONE): value for name, value in values.items() if name.startswith(DONE)}
    shown = {name.removeprefix(SHOWN) for name, value in values.items() if name.startswith(SHOWN) and value}
    if not answers and not shown:
        return None
    ignored = tuple(f"{name}={text}" for name, text in progress.items() if name not in accepted)
    return HandIn(answers=answers, shown=frozenset(shown - answers.keys()), ignored=ignored)


def needs_numbers(lesson: Lesson) -> bool:
    """Whether its answers can be judged and named only with the numbers of its run."""
    texts = lesson.texts.values()
    return not all(text.options for text in texts) or any("{" in option for t in texts for option in t.options.values())


def is_right(lesson: Lesson, answer: Any, numbers: Numbers) -> bool:
    """Whether an answer is right; `numbers` may be empty unless `needs_numbers`."""
    if numbers:
        return lesson.question.is_right(answer, numbers)
    return all(answer not in text.reasons for text in lesson.texts.values())


def tallies(hand_ins: Iterable[HandIn], judge: Callable[[Lesson, Any], bool | None]) -> list[Tally]:
    """A tally for each question with an answer, the most often missed first.

    `judge` says whether an answer is right; a question for which it gives None is left out.
    """
    answers: dict[str, Counter[Any]] = {name: Counter() for name in LESSONS}
    shown: Counter[str] = Counter()
    for hand_in in hand_ins:
        shown.update(hand_in.shown)
        for name, answer in hand_in.answers.items():
            answers[name][answer] += 1
    found = [_tally(LESSONS[name], counts, shown[name], judge) for name, counts in answers.items()]
    asked = [tally for tally in found if tally is not None and tally.asked]
    return sorted(asked, key=lambda tally: (tally.right / tally.asked, -tally.asked))


def _tally(
    lesson: Lesson, counts: Counter[Any], shown: int, judge: Callable[[Lesson, Any], bool | None]
) -> Tally | None:
    judged = {answer: judge(lesson, answer) for answer in counts}
    if None in judged.values():
        return None
    wrong = [(answer, count) for answer, count in counts.most_common() if not judged[answer]]
    most, most_count = wrong[0] if wrong else (None, 0)
    right = sum(count for answer, count in counts.items() if judged[answer])
    return Tally(lesson=lesson, asked=counts.total() + shown, right=right, wrong=most, wrong_count=most_count)
