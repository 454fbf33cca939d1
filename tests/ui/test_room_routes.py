"""The addresses of a room: what they answer to phones, and to what is no phone."""

import json
import re
from html.parser import HTMLParser

import pytest
from starlette.applications import Starlette

from optim_core.base.text import LANGUAGES, load
from optim_core.explain.lessons import LESSONS
from optim_core.rooms import Key, Poll, RoomFault, Rooms, limits
from tests.asgi import Answer, request
from ui.rooms import routes
from ui.rooms.answers import STATUS, words
from ui.rooms.routes import TOKEN, room_routes

LESSON = LESSONS["same-lr"]
POLL = Poll(LESSON, {name: float(rank) for rank, name in enumerate(LESSON.measures)})
PHONE = {TOKEN: "a" * 32, "Content-Type": "application/json"}
APP = Starlette(routes=room_routes("/optim"))


@pytest.fixture
def rooms(monkeypatch) -> Rooms:
    rooms = Rooms(lambda: 0.0)
    monkeypatch.setattr(routes, "ROOMS", rooms)
    return rooms


@pytest.fixture
def key(rooms) -> Key:
    key = rooms.open()
    rooms.ask(key, POLL, rooms.view(key.code).question)
    return key


def sent(key: Key, body: object, headers: dict[str, str] = PHONE, **settings: bool) -> Answer:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return request(APP, "POST", f"/optim/room/{key.code}/vote", content, headers, **settings)


def voted(key: Key, answer: object = "plain", question: object = "same-lr.1", **settings) -> Answer:
    return sent(key, {"question": question, "answer": answer}, **settings)


def test_a_vote_is_counted_and_answered_with_what_the_room_shows(rooms, key):
    answer = voted(key)
    assert (answer.status, answer.json["own"], answer.json["votes"], answer.json["open"]) == (200, "plain", 1, True)
    assert "words" not in answer.json
    shown = request(APP, "GET", f"/optim/room/{key.code.lower()}/shown", headers=PHONE).json
    assert (shown["own"], shown["groups"]) == ("plain", ["plain", "heavy", "adam", "adagrad"])
    assert set(shown["words"]) == set(LANGUAGES)
    known = request(APP, "GET", f"/optim/room/{key.code}/shown?known=same-lr.1").json
    assert "words" not in known
    assert known["own"] is None


def test_nothing_that_gives_the_answer_away_is_sent_before_it_is_shown(rooms, key):
    voted(key, "adam")
    address = f"/optim/room/{key.code}"
    for path in (address, f"{address}/shown"):
        body = request(APP, "GET", path, headers=PHONE).body.decode()
        assert '"counts"' not in body
        assert '"right":"' not in body.partition('"first":')[2]
        assert key.secret not in body
        assert all(reason[:40] not in body for text in LESSON.texts.values() for reason in text.reasons.values())
    rooms.reveal(key, rooms.view(key.code).question)
    shown = request(APP, "GET", f"{address}/shown", headers=PHONE).json
    assert (shown["counts"]["adam"], shown["right"], shown["mine"]) == (1, "plain", "adam")
    assert shown["answer"] == {"en": "SGD", "ko": "SGD"}
    assert shown["reasons"]["en"].startswith("500 steps of about lr")
    other = request(APP, "GET", f"{address}/shown", headers={TOKEN: "b" * 32}).json
    assert (other["mine"], other["reasons"]) == (None, {})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 400,
        b"null",
        b"[]",
        b'"plain"',
        b"{}",
        {"question": "same-lr.1"},
        {"question": "same-lr.1", "answer": None},
        {"question": "same-lr.1", "answer": 4},
        {"question": ["same-lr.1"], "answer": "plain"},
        {"question": "same-lr.1", "answer": {"plain": 1}},
        {"question": "same-lr.1", "answer": "<img src=x onerror=alert(1)>"},
        {"question": "same-lr.1", "answer": "plain", "more": "1"},
        {"question": "same-lr.1", "answer": "x" * limits.BODY_BYTES},
    ],
    ids=lambda body: str(body)[:40],
)
def test_what_is_no_vote_is_refused_and_counts_nothing(rooms, key, body):
    answer = sent(key, body)
    assert (answer.status, answer.json) == (400, {"error": "invalid"})
    assert rooms.view(key.code).votes == 0


def test_a_vote_of_another_type_or_without_a_token_or_cut_off_is_refused(rooms, key):
    assert voted(key, headers={TOKEN: "a" * 32, "Content-Type": "text/plain"}).status == 400
    assert voted(key, headers={"Content-Type": "application/json"}).status == 400
    assert voted(key, headers={TOKEN: "a" * 32}).status == 400
    assert voted(key, cut=True).status == 400
    assert voted(key, headers=PHONE | {"Content-Type": "application/json; charset=utf-8"}).status == 200
    assert rooms.view(key.code).votes == 1


def test_each_refusal_has_its_status_and_one_sentence_in_each_language(rooms, key):
    assert set(STATUS) == set(RoomFault)
    assert voted(key, question="same-lr.2").json == {"error": "changed"}
    rooms.reveal(key, rooms.view(key.code).question)
    assert (voted(key).status, voted(key).json) == (409, {"error": "closed"})
    flood = [voted(key) for _ in range(int(limits.BURST) + 5)]
    assert {answer.status for answer in flood} == {409}
    rooms.reset(key, rooms.view(key.code).question)
    flood = [voted(key, question="same-lr.2") for _ in range(int(limits.BURST) + 5)]
    assert [answer.status for answer in flood] == [200] * int(limits.BURST) + [429] * 5
    assert flood[-1].headers["retry-after"] == "2"
    rooms.end(key)
    assert (voted(key).status, voted(key).json) == (410, {"error": "ended"})
    for language in LANGUAGES:
        for fault in RoomFault:
            text = words()[language][f"error_{fault}"]
            assert text.endswith(".")
            assert "{" not in text


@pytest.mark.parametrize(("method", "end"), [("POST", ""), ("PUT", "/shown"), ("GET", "/vote"), ("DELETE", "/vote")])
def test_another_method_is_refused(rooms, key, method, end):
    assert request(APP, method, f"/optim/room/{key.code}{end}").status == 405


class Page(HTMLParser):
    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(answer.body.decode())
        found = re.search('id="room-data">(.*?)</script>', answer.body.decode(), re.S)
        assert found
        self.data = json.loads(found[1])

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_the_first_question_and_may_load_only_its_own_files(rooms, key, language):
    answer = request(APP, "GET", f"/optim/room/{key.code}", headers={"Accept-Language": f"{language},en;q=0.5"})
    page = Page(answer)
    assert answer.status == 200
    assert page.data["first"]["words"][language]["title"] == LESSON.texts[language].title
    assert page.data["language"] == language
    assert ("html", {"lang": language}) in page.tags
    assert load(language)("room.no_script") in answer.body.decode()
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert len(answer.body) < 16_000
    loaded = [attrs[name] for _, attrs in page.tags for name in ("src", "href") if attrs.get(name)]
    assert [address.partition("?")[0] for address in loaded] == [
        "../app/static/icon.svg",
        "../app/static/room.css",
        "../app/static/room.js",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_code_there_is_a_light_page_that_asks_for_it(rooms, language):
    to = request(APP, "GET", "/optim/room")
    assert (to.status, to.headers["location"]) == (307, "room/")
    answer = request(APP, "GET", "/optim/room/", headers={"Accept-Language": language})
    page = Page(answer)
    assert answer.status == 200
    assert (page.data["code"], page.data["language"]) == ("", language)
    assert page.data["texts"][language]["code"] == load(language)("room.code")
    assert len(answer.body) < 16_000


@pytest.mark.parametrize("code", ["ZZZZ", "</script>", "%22onload=", "'><b>", "한글", "x" * 5_000, "{title}"])
def test_the_page_of_a_wrong_room_says_so_and_shows_nothing_of_the_address_as_html(rooms, code):
    address = f"/optim/room/{code}".replace("</", "<%2F")
    answer = request(APP, "GET", address.encode().decode("latin-1"))
    page = Page(answer)
    assert answer.status == 404
    assert page.data["first"] == {"error": "wrong"}
    assert len(page.data["code"]) <= 2 * limits.CODE_LENGTH
    assert {tag for tag, _ in page.tags} == {
        "html",
        "head",
        "meta",
        "title",
        "link",
        "body",
        "main",
        "noscript",
        "script",
    }
    assert answer.body.count(b"<script") == 2
