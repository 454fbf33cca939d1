"""The teacher's side of a room without a browser: found again, ended, and never a spoiler."""

from collections.abc import Iterator
from threading import Event

import pytest
from streamlit.testing.v1 import AppTest

from optim_core.base.text import LANGUAGES, load
from optim_core.explain.lessons import LESSONS
from optim_core.rooms import Key, Poll, RoomError, Rooms, limits
from tests.pages.test_pages import draft, in_this_process, opened
from ui.learn import in_class, room, room_stage
from ui.learn.room import KEY, LONGEST

__all__ = ["in_this_process"]


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def rooms(monkeypatch, clock) -> Iterator[Rooms]:
    rooms, served = Rooms(clock), Event()
    served.set()
    for module in (room, room_stage):
        monkeypatch.setattr(module, "ROOMS", rooms)
    for module in (room, in_class):
        monkeypatch.setattr(module, "SERVED", served)
    return rooms


def button(test: AppTest, key: str):
    return next(one for one in test.main.button if one.key == key)


def with_room(language: str = "en", **query: str) -> tuple[AppTest, Key]:
    test = opened("lessons", language, **query)
    button(test, "room.open").click().run()
    return test, test.session_state[KEY]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_room_asks_the_question_of_the_lesson_and_shows_the_answer_when_told_to(rooms, language):
    t = load(language)
    test, key = with_room(language, lesson="stability", **{"done.stability": "grows"})
    assert rooms.view(key.code).poll.name == "stability"
    headers = [header.value for header in test.main.header]
    assert t("lessons.saw") not in headers, "an answer of the teacher's own would give the right one away"
    assert [one.value for one in test.warning] == []
    button(test, "room.reveal").click().run()
    assert rooms.view(key.code).counts == {"shrinks": 0, "stays": 0, "grows": 0}
    assert t("lessons.saw") in [header.value for header in test.main.header]
    button(test, "room.reset").click().run()
    assert rooms.view(key.code).is_open
    button(test, "room.next").click().run()
    names = [*LESSONS]
    assert rooms.view(key.code).poll.name == names[names.index("stability") + 1]
    button(test, "room.end").click().run()
    assert rooms.view(key.code).poll, "one press does not end a room"
    button(test, "room.stay").click().run()
    button(test, "room.end").click().run()
    button(test, "room.end_now").click().run()
    with pytest.raises(RoomError):
        rooms.view(key.code)
    assert KEY not in test.session_state
    assert draft(test, "lessons")["done.stability"] == "grows"


def test_the_last_lesson_has_no_next_one():
    test, _ = with_room(lesson=[*LESSONS][-1])
    assert button(test, "room.next").disabled


def test_a_room_that_has_ended_says_so_and_the_lesson_is_as_before(clock):
    test, _ = with_room(lesson="stability")
    clock.now += limits.SECONDS
    button(test, "room.reveal").click().run()
    assert load("en")("room.over") in [one.value for one in test.info]
    assert button(test, "lessons.check")
    test.run()
    assert load("en")("room.over") not in [one.value for one in test.info]
    assert button(test, "room.open")


def test_a_server_without_free_rooms_says_so_in_one_sentence(rooms):
    for _ in range(limits.ROOMS):
        rooms.open()
    test = opened("lessons", "en", lesson="stability")
    button(test, "room.open").click().run()
    assert [one.value for one in test.warning] == [load("en")("room.error.crowded")]
    assert KEY not in test.session_state


def test_a_server_that_does_not_serve_rooms_offers_none(monkeypatch):
    monkeypatch.setattr(in_class, "SERVED", Event())
    test = opened("lessons", "en", lesson="stability")
    assert "room.open" not in [one.key for one in test.main.button]


def found(report: object) -> tuple[Key | None, dict[str, str]]:
    """The key, and the entries of the page, of a session whose browser reports this."""

    def page(report: object) -> None:
        import streamlit as st

        from optim_core.explain.lessons import LESSON_FORM
        from ui.learn.room import KEY, _find
        from ui.session.page_state import PageState

        state = PageState("lessons", LESSON_FORM)
        _find(state, report)
        st.session_state["found"] = st.session_state.get(KEY)
        st.session_state["entries"] = dict(state.query)

    test = AppTest.from_function(page, args=(report,)).run()
    assert not test.exception
    return test.session_state["found"], test.session_state["entries"]


def test_a_tab_that_was_closed_finds_its_room_and_the_question_it_asks():
    _, key = with_room(lesson="same-lr")
    assert found({"code": key.code, "secret": key.secret}) == (key, {"lesson": "same-lr"})


@pytest.mark.parametrize(
    "report",
    [
        None,
        "",
        [],
        {},
        {"code": "ABCD"},
        {"code": "ABCD", "secret": "x"},
        {"code": 4, "secret": None},
        {"code": ["ABCD"], "secret": {"a": 1}},
        {"code": "A" * (LONGEST + 1), "secret": "x"},
        {"code": "ABCD", "secret": "\ud800"},
    ],
    ids=lambda report: ascii(report)[:40],
)
def test_a_report_that_is_no_key_opens_nothing(report):
    key, entries = found(report)
    assert key is None
    assert entries == {"lesson": next(iter(LESSONS))}


def test_a_tab_that_another_tab_has_left_behind_changes_nothing_and_goes_to_the_rooms_lesson(rooms):
    names, t = [*LESSONS], load("en")
    for press in ("room.reveal", "room.reset", "room.next"):
        test, key = with_room(lesson=names[0])
        before = rooms.view(key.code).question
        rooms.ask(key, Poll(LESSONS[names[4]], {}), before)
        button(test, press).click().run()
        view = rooms.view(key.code)
        assert (view.poll.name, view.is_open, view.question) == (names[4], True, f"{names[4]}.1")
        assert draft(test, "lessons")["lesson"] == names[4]
        title = LESSONS[names[4]].texts["en"].title
        assert t("room.moved", lesson=title) in [one.value for one in test.info]


def test_choosing_a_lesson_in_a_tab_that_was_left_behind_moves_no_room(rooms):
    names = [*LESSONS]
    test, key = with_room(lesson=names[0])
    rooms.ask(key, Poll(LESSONS[names[4]], {}), rooms.view(key.code).question)
    next(one for one in test.sidebar.button if one.key == f"lessons.to.{names[2]}").click().run()
    assert rooms.view(key.code).poll.name == names[4]
    assert draft(test, "lessons")["lesson"] == names[4]


def test_the_secret_of_another_room_opens_nothing():
    (_, one), (_, two) = with_room(lesson="scale"), with_room(lesson="scale")
    assert found({"code": one.code, "secret": two.secret})[0] is None
