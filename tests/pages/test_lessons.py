"""The lessons page without a browser: its path, its links from before, hints, and a lesson whose run fails."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from optim_core.base.text import LANGUAGES, load
from optim_core.explain.lessons import COURSE, LESSONS
from optim_core.explain.lessons.scenes import Scene
from tests.pages.test_pages import draft, in_this_process, opened
from ui.compute import lesson_results

__all__ = ["in_this_process"]

OPTIONAL = next(part for part in COURSE if part.is_optional)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_path_has_the_parts_with_their_minutes_and_counts_the_answers(language):
    t = load(language)
    done = {f"done.{name}": "stays" for name in ("stability",)} | {"done.nesterov": "heavy"}
    test = opened("lessons", language, lesson="stability", **done)
    core = sum(len(part.minutes) for part in COURSE if not part.is_optional)
    captions = [caption.value for caption in test.sidebar.caption]
    assert t("lessons.progress_optional", done=1, all=len(OPTIONAL.minutes)) in captions
    for part in COURSE[:2]:
        total = t("lessons.minutes", minutes=sum(part.minutes.values()))
        assert f"{t(f'lessons.part.{part.name}')} · {total}" in captions
    assert t("lessons.progress", done=1, all=core) in [bar.proto.text for bar in test.sidebar.get("progress")]
    assert [block.proto.expanded for block in test.sidebar.expander] == [False]
    place = t("lessons.place", number=[*COURSE[0].minutes].index("stability") + 1, all=len(COURSE[0].minutes))
    assert place in test.main.caption[0].value


def test_the_optional_part_is_open_at_one_of_its_lessons():
    test = opened("lessons", "en", lesson=next(iter(OPTIONAL.minutes)))
    assert [block.proto.expanded for block in test.sidebar.expander] == [True]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_with_entries_of_before_keeps_the_rest_and_says_so_in_one_sentence(language):
    link = {"done.stability": "stays", "done.nesterov": "newton", "done.old-lesson": "7", "shown.other": "True"}
    test = opened("lessons", language, lesson="gone", **link)
    assert draft(test, "lessons") == {"done.stability": "stays"}
    assert next(iter(LESSONS.values())).texts[language].title in [title.value for title in test.title]
    (warning,) = [one.value for one in test.warning]
    names = ("`lesson`", "`done.nesterov`", "`done.old-lesson`", "`shown.other`")
    assert all(name in warning for name in names)
    assert "4" in warning
    assert "\n" not in warning


def test_many_refused_entries_are_counted_and_not_all_named():
    test = opened("lessons", "en", **{f"done.x{number}": "1" for number in range(40)})
    (warning,) = [one.value for one in test.warning]
    assert "40" in warning
    assert warning.count("`done.") == 5


def answered(monkeypatch, broken) -> AppTest:
    monkeypatch.setattr(lesson_results, "_played", broken)
    return opened("lessons", "en", lesson="stability", **{"done.gradient-step": "4"})


@pytest.mark.part_errors
@pytest.mark.parametrize("error", [ValueError("broken"), RuntimeError("no memory")])
def test_a_lesson_whose_run_fails_says_so_and_the_next_one_is_offered(monkeypatch, error):
    def broken(_scene: Scene):
        raise error

    test = answered(monkeypatch, broken)
    t = load("en")
    assert [one.value for one in test.error] == [t("part.failed")]
    assert t("lessons.failed") in [one.value for one in test.info]
    assert draft(test, "lessons")["done.gradient-step"] == "4"
    (following,) = [button for button in test.main.button if button.label == t("lessons.next")]
    assert not following.disabled


@pytest.mark.part_errors
def test_a_lesson_whose_numbers_fail_says_so_too(monkeypatch):
    def cut(_scene: Scene):
        return []

    test = answered(monkeypatch, cut)
    assert load("en")("lessons.failed") in [one.value for one in test.info]


def test_a_hint_and_a_reason_are_shown_when_asked_for_and_when_due(monkeypatch):
    lesson = LESSONS["stability"]
    texts = {
        language: replace(text, hint="Look at {curvature}.", reasons={"grows": "Only above."})
        for language, text in lesson.texts.items()
    }
    monkeypatch.setitem(LESSONS, "stability", replace(lesson, texts=texts))
    test = opened("lessons", "en", lesson="stability")
    assert "Look at 100." not in [one.value for one in test.info]
    (show,) = [button for button in test.main.button if button.label == load("en")("lessons.show_hint")]
    show.click().run()
    assert "Look at 100." in [one.value for one in test.info]
    test = opened("lessons", "en", lesson="stability", **{"done.stability": "grows"})
    (verdict,) = [one.value for one in test.warning]
    assert verdict.endswith("Only above.")
