"""The limits of a room, each with a clock that is set by hand."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from optim_core.explain.lessons import LESSONS
from optim_core.rooms import Key, Poll, RoomError, RoomFault, Rooms, limits
from optim_core.rooms.poll import RIGHT_NUMBER

CHOICE = Poll(LESSONS["same-lr"], {name: float(rank) for rank, name in enumerate(LESSONS["same-lr"].measures)})
"""With `plain` the least of the numbers asked for."""
NUMBER = Poll(LESSONS["gradient-step"], dict.fromkeys(LESSONS["gradient-step"].measures, 4.0))
PHONE, OTHER = "a" * 32, "b" * 32


@dataclass
class Clock:
    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rooms(clock) -> Rooms:
    return Rooms(clock)


def asking(rooms: Rooms, poll: Poll = CHOICE) -> Key:
    key = rooms.open()
    rooms.ask(key, poll, rooms.view(key.code).question)
    return key


def vote(rooms: Rooms, key: Key, answer: str, phone: str = PHONE):
    return rooms.vote(key.code, phone, rooms.view(key.code).question, answer)


def refused(fault: RoomFault, act, *arguments) -> None:
    with pytest.raises(RoomError) as caught:
        act(*arguments)
    assert caught.value.fault is fault


def test_votes_are_counted_by_group_once_the_answer_is_shown(rooms):
    key = asking(rooms)
    vote(rooms, key, "plain")
    vote(rooms, key, "adam", OTHER)
    before = rooms.view(key.code, PHONE)
    assert (before.is_open, before.votes, before.own, before.counts) == (True, 2, "plain", None)
    rooms.reveal(key, rooms.view(key.code).question)
    after = rooms.view(key.code, OTHER)
    assert (after.is_open, after.own) == (False, "adam")
    assert after.counts == {"plain": 1, "heavy": 0, "adam": 1, "adagrad": 0}
    assert CHOICE.right == "plain"


def test_a_number_counts_as_low_right_or_high(rooms):
    key = asking(rooms, NUMBER)
    for index, answer in enumerate(("1", "4", "4.0001", "1e3")):
        vote(rooms, key, answer, str(index) * 32)
    rooms.reveal(key, rooms.view(key.code).question)
    assert rooms.teacher_view(key).counts == {"low": 1, RIGHT_NUMBER: 2, "high": 1}


def test_a_second_vote_of_a_phone_replaces_the_first_and_the_same_vote_again_changes_nothing(rooms):
    key = asking(rooms)
    for answer in ("plain", "adam", "adam"):
        assert vote(rooms, key, answer).votes == 1
    rooms.reveal(key, rooms.view(key.code).question)
    assert rooms.teacher_view(key).counts == {"plain": 0, "heavy": 0, "adam": 1, "adagrad": 0}


@pytest.mark.parametrize("code", ["", "ZZZZ", "zzzzzzzzzzzz", "../..", "é", "한글"])
def test_a_wrong_code_is_no_room(rooms, code):
    asking(rooms)
    refused(RoomFault.WRONG, rooms.view, code)
    refused(RoomFault.WRONG, rooms.vote, code, PHONE, "same-lr.1", "plain")


def test_a_code_is_short_clear_and_read_in_small_letters_too(rooms):
    key = asking(rooms)
    assert len(key.code) == limits.CODE_LENGTH
    assert set(key.code) <= set(limits.LETTERS)
    assert not set("AEIOUL01") & set(limits.LETTERS)
    assert rooms.view(key.code.lower()).poll is CHOICE


def test_a_room_ends_after_its_time_and_says_so_to_the_late(rooms, clock):
    key = asking(rooms)
    clock.now += limits.SECONDS - 1
    assert vote(rooms, key, "plain").votes == 1
    clock.now += 1
    refused(RoomFault.ENDED, rooms.view, key.code)
    refused(RoomFault.ENDED, rooms.reveal, key, "same-lr.1")
    assert rooms.open().code != key.code


def test_a_teacher_ends_a_room_at_once(rooms):
    key = asking(rooms)
    rooms.end(Key(key.code.lower(), key.secret))
    refused(RoomFault.ENDED, rooms.view, key.code)
    refused(RoomFault.ENDED, rooms.end, key)


def test_a_full_room_refuses_another_phone_and_still_takes_the_votes_of_its_own(rooms):
    key = asking(rooms)
    for number in range(limits.VOTERS):
        vote(rooms, key, "plain", f"{number:032d}")
    refused(RoomFault.FULL, vote, rooms, key, "plain", PHONE)
    assert vote(rooms, key, "heavy", f"{0:032d}").votes == limits.VOTERS
    assert rooms.view(key.code, PHONE).votes == limits.VOTERS


def test_a_full_server_refuses_a_room_until_one_is_idle(rooms, clock):
    keys = [rooms.open() for _ in range(limits.ROOMS)]
    refused(RoomFault.CROWDED, rooms.open)
    clock.now += limits.IDLE_SECONDS
    for key in keys[1:]:
        rooms.view(key.code)
    rooms.open()
    refused(RoomFault.ENDED, rooms.view, keys[0].code)
    refused(RoomFault.CROWDED, rooms.open)
    assert rooms.teacher_view(keys[1]).poll is None


def test_a_flood_from_one_phone_is_refused_and_harms_neither_it_nor_the_others(rooms, clock):
    key = asking(rooms)
    question = rooms.view(key.code).question
    faults = []
    for _ in range(1_000):
        try:
            rooms.vote(key.code, PHONE, question, "plain")
        except RoomError as error:
            faults.append(error.fault)
    assert faults == [RoomFault.FLOOD] * (1_000 - int(limits.BURST))
    assert vote(rooms, key, "adam", OTHER).votes == 2
    refused(RoomFault.FLOOD, rooms.view, key.code, PHONE)
    clock.now += 1 / limits.PER_SECOND
    assert vote(rooms, key, "adam").own == "adam"


def test_votes_that_come_at_one_moment_are_all_counted(rooms):
    key = asking(rooms)
    with ThreadPoolExecutor(16) as phones:
        views = list(phones.map(lambda number: vote(rooms, key, "plain", f"{number:032d}"), range(200)))
    assert sorted(view.votes for view in views) == list(range(1, 201))
    rooms.reveal(key, rooms.view(key.code).question)
    assert rooms.teacher_view(key).counts["plain"] == 200


def test_phones_that_only_look_take_no_place(rooms):
    key = asking(rooms)
    for number in range(3 * limits.VOTERS):
        rooms.view(key.code, f"{number:032d}")
    assert vote(rooms, key, "plain").votes == 1


@pytest.mark.parametrize("answer", ["", "plain ", "newton", "PLAIN", "plain\n", "x" * 10_000, "\ud800", "<b>"])
def test_an_impossible_answer_is_refused(rooms, answer):
    key = asking(rooms)
    refused(RoomFault.INVALID, vote, rooms, key, answer)
    assert rooms.view(key.code).votes == 0


@pytest.mark.parametrize("answer", ["", "nan", "inf", "-inf", "1e10", "four", "4" * 50, "0x4", "\ud800"])
def test_an_impossible_number_is_refused(rooms, answer):
    key = asking(rooms, NUMBER)
    refused(RoomFault.INVALID, vote, rooms, key, answer)


@pytest.mark.parametrize("token", ["", "short", "a" * 65, "a" * 31 + "\n", "a" * 31 + "/", "한" * 32])
def test_a_vote_without_a_token_is_refused(rooms, token):
    refused(RoomFault.INVALID, vote, rooms, asking(rooms), "plain", token)


def test_a_vote_that_comes_late_counts_for_no_other_question(rooms):
    key = asking(rooms)
    first = rooms.view(key.code).question
    rooms.ask(key, NUMBER, rooms.view(key.code).question)
    refused(RoomFault.CHANGED, rooms.vote, key.code, PHONE, first, "4")
    rooms.ask(key, CHOICE, rooms.view(key.code).question)
    rooms.reset(key, rooms.view(key.code).question)
    refused(RoomFault.CHANGED, rooms.vote, key.code, PHONE, first, "plain")
    rooms.reveal(key, rooms.view(key.code).question)
    refused(RoomFault.CLOSED, vote, rooms, key, "plain")
    assert rooms.teacher_view(key).votes == 0


def test_before_the_first_question_there_is_nothing_to_vote_on(rooms):
    key = rooms.open()
    refused(RoomFault.CHANGED, rooms.vote, key.code, PHONE, "", "plain")
    rooms.reveal(key, rooms.view(key.code).question)
    rooms.reset(key, rooms.view(key.code).question)
    assert rooms.view(key.code).poll is None


def test_going_on_and_coming_back_loses_no_vote(rooms):
    key = asking(rooms)
    vote(rooms, key, "plain")
    rooms.reveal(key, rooms.view(key.code).question)
    rooms.ask(key, NUMBER, rooms.view(key.code).question)
    assert rooms.view(key.code, PHONE).own is None
    vote(rooms, key, "4")
    rooms.ask(key, Poll(CHOICE.lesson, CHOICE.numbers), rooms.view(key.code).question)
    back = rooms.view(key.code, PHONE)
    assert (back.own, back.counts) == ("plain", {"plain": 1, "heavy": 0, "adam": 0, "adagrad": 0})


def test_a_tab_that_shows_another_question_than_the_room_changes_nothing(rooms):
    key = asking(rooms)
    stale = rooms.view(key.code).question
    rooms.ask(key, NUMBER, stale)
    vote(rooms, key, "4")
    for act in (rooms.reveal, rooms.reset):
        refused(RoomFault.CHANGED, act, key, stale)
    refused(RoomFault.CHANGED, rooms.ask, key, CHOICE, stale)
    view = rooms.view(key.code, PHONE)
    assert (view.poll, view.is_open, view.own) == (NUMBER, True, "4")
    rooms.reset(key, view.question)
    refused(RoomFault.CHANGED, rooms.reveal, key, view.question)


def test_asking_again_starts_without_votes(rooms):
    key = asking(rooms)
    vote(rooms, key, "plain")
    rooms.reveal(key, rooms.view(key.code).question)
    rooms.reset(key, rooms.view(key.code).question)
    view = rooms.view(key.code, PHONE)
    assert (view.is_open, view.votes, view.own, view.counts) == (True, 0, None, None)


def test_a_teachers_tab_finds_its_room_by_the_key_and_by_nothing_less(rooms):
    key = asking(rooms)
    vote(rooms, key, "plain")
    assert rooms.teacher_view(Key(key.code, key.secret)).votes == 1
    for secret in ("", key.code, key.secret[:-1], key.secret + "x", "한글", "\ud800"):
        other = Key(key.code, secret)
        for act, *more in (
            (rooms.teacher_view,),
            (rooms.reveal, "same-lr.1"),
            (rooms.reset, "same-lr.1"),
            (rooms.end,),
        ):
            refused(RoomFault.WRONG, act, other, *more)
    assert rooms.view(key.code).is_open
    assert key.secret not in repr(key)


def test_rooms_know_nothing_of_one_another(rooms):
    one, two = asking(rooms), asking(rooms, NUMBER)
    vote(rooms, one, "plain")
    assert (rooms.view(two.code, PHONE).votes, rooms.view(two.code, PHONE).own) == (0, None)
    refused(RoomFault.WRONG, rooms.reveal, Key(two.code, one.secret), rooms.view(two.code).question)
    refused(RoomFault.CHANGED, rooms.vote, two.code, PHONE, rooms.view(one.code).question, "4")


@pytest.mark.parametrize("name", LESSONS)
def test_before_the_answer_the_words_of_a_question_do_not_give_it_away(name):
    poll = Poll(LESSONS[name], dict.fromkeys(LESSONS[name].measures, 3.0))
    for language, words in poll.words.items():
        assert set(words) == {"title", "question", "options"}
        assert tuple(words["options"]) == (poll.groups if poll.has_options else ())
        assert "{" not in words["question"].replace("{{", ""), language
