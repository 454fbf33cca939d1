"""Hand-ins: links in a text, read whatever it holds, and counted by question."""

import pytest

from optim_core.base.text import LANGUAGES
from optim_core.explain.lessons import LESSONS, run_scene
from optim_core.explain.lessons.hand_in import (
    MAX_BYTES,
    MAX_ENTRIES,
    MAX_HAND_INS,
    HandIn,
    is_right,
    needs_numbers,
    read_hand_ins,
    tallies,
    write_hand_in,
)

ADDRESS = "https://x.example/lessons"


def handed(**query: str) -> list[HandIn]:
    return read_hand_ins(write_hand_in(ADDRESS, query).encode())


def test_the_progress_comes_back_from_its_link_without_the_rest_of_the_page():
    query = {"lesson": "stability", "done.stability": "stays", "done.gradient-step": "4", "shown.nesterov": "True"}
    link = write_hand_in(ADDRESS, query)
    assert "lesson=" not in link
    (hand_in,) = read_hand_ins(link.encode())
    assert hand_in.answers == {"stability": "stays", "gradient-step": 4.0}
    assert (hand_in.shown, hand_in.ignored) == ({"nesterov"}, ())


def test_without_progress_there_is_nothing_to_hand_in():
    assert write_hand_in(ADDRESS, {"lesson": "stability"}) == ""


def test_an_answer_counts_for_more_than_a_solution_that_was_shown_later():
    (hand_in,) = handed(**{"done.stability": "stays", "shown.stability": "True", "shown.nesterov": "False"})
    assert (hand_in.answers, hand_in.shown) == ({"stability": "stays"}, frozenset())


def test_a_text_has_a_hand_in_per_line_and_other_lines_are_left_out():
    link = write_hand_in(ADDRESS, {"done.stability": "stays"})
    text = f"\ufeff김민지 20231234\r\n{link}\r\n\r\nno link\n  {link}&lang=ko  \n{ADDRESS}?lesson=scale\n"
    assert [one.answers for one in read_hand_ins(text.encode())] == [{"stability": "stays"}] * 2


def test_what_no_lesson_can_use_is_named_and_the_rest_stays():
    (hand_in,) = handed(
        **{"done.stability": "stays", "done.nesterov": "newton", "done.gone": "1", "done.gradient-step": "nan"}
    )
    assert hand_in.answers == {"stability": "stays"}
    assert set(hand_in.ignored) == {"done.nesterov=newton", "done.gone=1", "done.gradient-step=nan"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"\xff\xfe" + "done".encode("utf-16-le"),
        b"PK\x03\x04" + bytes(400),
        b"<script>alert(1)</script>?",
        b"http://[::1?done.stability=stays",
        b"?done.stability=%ff%fe",
        b"?done.stability=" + b"9" * 10_000,
        b"?done.gradient-step=1e999",
        b"?" + b"&".join(b"done.stability=stays" for _ in range(MAX_ENTRIES + 1)),
        b"?done.stability=stays\n" * (MAX_BYTES // 20),
        b"?done.=1&shown.=True&done.stability.x=stays",
        b"{'done.stability': 'stays'}",
    ],
    ids=lambda data: repr(data[:30]),
)
def test_what_holds_no_answers_or_too_much_gives_none(data):
    assert read_hand_ins(data) == []


def test_links_in_a_sentence_are_read_each_without_the_sentences_marks():
    one, two = (write_hand_in(ADDRESS, {"done.stability": answer}) for answer in ("stays", "grows"))
    found = read_hand_ins(f"Kim sent ({one}), then <{two}>. Did they?".encode())
    assert [(hand_in.answers["stability"], hand_in.ignored) for hand_in in found] == [("stays", ()), ("grows", ())]


def test_a_whole_class_with_all_answers_fits_into_one_text():
    answers = {f"done.{name}": "stays" for name in LESSONS} | {"done.padding": "x" * 1_200}
    link = write_hand_in(ADDRESS, answers | {"done.stability": "stays"})
    text = "\n".join(f"김민지 {number} {link[:2_000]}" for number in range(MAX_HAND_INS))
    assert len(read_hand_ins(text.encode())) == MAX_HAND_INS


def test_a_text_gives_a_bounded_number_of_hand_ins():
    assert len(read_hand_ins(b"?done.stability=stays\n" * (2 * MAX_HAND_INS))) == MAX_HAND_INS


def test_the_questions_that_were_missed_most_come_first_with_the_most_chosen_wrong_answer():
    answers = ["stays", "grows", "grows", "shrinks"]
    lesson = LESSONS["stability"]
    right = next(option for option in lesson.question.domain.options if option not in lesson.texts["en"].reasons)
    hand_ins = [one for answer in answers for one in handed(**{"done.stability": answer})]
    hand_ins += handed(**{"shown.stability": "True"})
    easy = LESSONS["nesterov"]
    best = next(option for option in easy.question.domain.options if option not in easy.texts["en"].reasons)
    hand_ins += handed(**{"done.nesterov": best})
    first, second = tallies(hand_ins, lambda one, answer: is_right(one, answer, {}))
    assert (first.lesson, first.asked, first.right) == (lesson, 5, answers.count(right))
    assert (first.wrong, first.wrong_count) == ("grows", 2)
    assert (second.lesson, second.asked, second.right, second.wrong) == (easy, 1, 1, None)


def test_a_question_whose_run_fails_is_left_out():
    hand_ins = handed(**{"done.stability": "stays", "done.nesterov": "heavy"})
    found = tallies(hand_ins, lambda lesson, _: None if lesson.name == "nesterov" else True)
    assert [tally.lesson.name for tally in found] == ["stability"]


def test_solutions_that_were_only_shown_count_as_asked():
    (tally,) = tallies(handed(**{"shown.stability": "True"}), lambda *_: True)
    assert (tally.asked, tally.right, tally.wrong) == (1, 0, None)


@pytest.mark.parametrize("name", ["stability", "same-lr", "gradient-step"])
def test_an_answer_is_judged_as_the_lessons_page_judges_it(name):
    lesson = LESSONS[name]
    numbers = lesson.numbers([run_scene(scene) for scene in lesson.scenes])
    known = numbers if needs_numbers(lesson) else {}
    options = lesson.texts[LANGUAGES[0]].options or (0.5, 4.0, 1e3)
    judged = {option: is_right(lesson, option, known) for option in options}
    assert judged == {option: lesson.question.is_right(option, numbers) for option in options}
    assert sum(judged.values()) == 1


def test_numbers_are_needed_where_the_answers_cannot_be_named_without_them():
    needed = {name for name, lesson in LESSONS.items() if needs_numbers(lesson)}
    assert "gradient-step" in needed
    assert "stability" not in needed
    for name in LESSONS.keys() - needed:
        assert all("{" not in text for text in LESSONS[name].texts["ko"].options.values()), name
