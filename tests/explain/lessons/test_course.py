"""The course holds each lesson once, with its minutes; the text of a lesson has a hint and reasons."""

import pytest

from optim_core.base.errors import SpecError
from optim_core.base.text import LANGUAGES, load
from optim_core.explain.experiments import TrainingLoop
from optim_core.explain.lessons import COURSE, LESSONS, PART_OF, Extreme, Number
from optim_core.explain.lessons.course import FILE, FOLDER, read_course
from optim_core.explain.lessons.lesson import read_lesson
from optim_core.explain.lessons.lesson_text import read_lesson_text
from optim_core.specs import ModelRun


def test_the_course_has_two_parts_of_about_90_minutes_and_then_optional_lessons():
    assert [part.name for part in COURSE] == ["1", "2", "optional"]
    assert [part.is_optional for part in COURSE] == [False, False, True]
    assert all(80 <= part.total <= 100 for part in COURSE if not part.is_optional)
    assert list(LESSONS) == [lesson for part in COURSE for lesson in part.minutes]
    assert all(lesson in PART_OF[lesson].minutes for lesson in LESSONS)
    for language in LANGUAGES:
        assert all(f"lessons.part.{part.name}" in load(language) for part in COURSE)


def test_at_least_eight_lessons_are_on_networks():
    networks = (ModelRun, TrainingLoop)
    assert sum(any(isinstance(scene, networks) for scene in lesson.scenes) for lesson in LESSONS.values()) >= 8


def course(folder, text: str, lessons=("first", "second")):
    (folder / FILE).write_text(text, encoding="utf-8")
    for lesson in lessons:
        (folder / lesson).mkdir()
        (folder / lesson / "lesson.toml").touch()
    return read_course(folder)


def test_the_order_and_the_minutes_are_those_of_the_file(tmp_path):
    first, optional = course(tmp_path, "[1]\nsecond = 5\nfirst = 7\n[optional]")
    assert list(first.minutes.items()) == [("second", 5), ("first", 7)]
    assert (first.total, optional.total) == (12, 0)


@pytest.mark.parametrize(
    "text",
    [
        "[1]\nfirst = 5",
        "[1]\nfirst = 5\nsecond = 5\nthird = 5",
        "[1]\nfirst = 5\nsecond = 5\n[2]\nfirst = 5",
        "[1]\nfirst = 5\nsecond = 0",
        "[1]\nfirst = 5\nsecond = 2.5",
        '[1]\nfirst = 5\nsecond = "5"',
    ],
    ids=["missing", "unknown", "twice", "no time", "part of a minute", "text"],
)
def test_a_course_with_a_mistake_in_it_is_refused(tmp_path, text):
    with pytest.raises(SpecError, match=FILE.replace(".", r"\.")):
        course(tmp_path, text)


def test_a_wrong_number_is_too_low_or_too_high_and_a_wrong_option_stands_for_itself():
    number = Number(of="a", tolerance=0.1)
    assert [number.mistake(answer, {"a": 2.0}) for answer in (1, "1.5", 3)] == ["low", "low", "high"]
    assert Extreme(of=("a", "b"), least=True).mistake("b", {"a": 1.0, "b": 2.0}) == "b"


HELP = {
    "stability": "- shrinks: No.\n- grows: No.",
    "gradient-step": "- low: No.\n- high: No.",
}


def with_help(tmp_path, name: str, reasons: dict[str, str]):
    """The lesson `name` with the section of reasons of each language."""
    folder = tmp_path / name
    folder.mkdir()
    (folder / "lesson.toml").write_bytes((FOLDER / name / "lesson.toml").read_bytes())
    for language in LANGUAGES:
        sections = (FOLDER / name / f"{language}.md").read_text(encoding="utf-8").split("\n## ")
        sections[2:4] = ["Hint\n\nThink.", f"If not\n\n{reasons[language]}"]
        (folder / f"{language}.md").write_text("\n\n## ".join(sections), encoding="utf-8")
    return read_lesson(folder)


@pytest.mark.parametrize("name", HELP)
def test_the_hint_and_the_reasons_of_wrong_answers_are_read(tmp_path, name):
    text = with_help(tmp_path, name, dict.fromkeys(LANGUAGES, HELP[name])).texts["ko"]
    assert text.hint == "Think."
    assert [f"- {option}: {reason}" for option, reason in text.reasons.items()] == HELP[name].split("\n")


@pytest.mark.parametrize(
    ("name", "en", "ko"),
    [
        ("stability", HELP["stability"], HELP["stability"].replace("grows", "stays")),
        ("stability", "- grows: No.", "- grows: No."),
        ("stability", HELP["stability"] + "\n- stays: No.", HELP["stability"] + "\n- stays: No."),
        ("stability", HELP["stability"].replace("grows", "x"), HELP["stability"].replace("grows", "x")),
        ("stability", "None.", "None."),
        ("gradient-step", "- low: No.", "- low: No."),
    ],
    ids=["unlike", "too few", "too many", "unknown", "none", "one side"],
)
def test_reasons_that_are_not_those_of_the_wrong_answers_are_refused(tmp_path, name, en, ko):
    with pytest.raises(SpecError, match="reasons"):
        with_help(tmp_path, name, {"en": en, "ko": ko})


@pytest.mark.parametrize("without", [["Hint"], ["Why"], ["Hint", "Why"]], ids=" ".join)
def test_a_text_without_hint_or_reasons_is_refused(without):
    sections = ["# T\n\nI", "Q\n\nQ", "Hint\n\nH", "Why\n\n- a: R", "Saw\n\nS", "Discuss\n\n- P"]
    read_lesson_text("\n\n## ".join(sections), "t.md")
    left = [section for section in sections if not section.startswith(tuple(without))]
    with pytest.raises(SpecError, match=r"t\.md"):
        read_lesson_text("\n\n## ".join(left), "t.md")
