"""The short cut to the browser: news reach the one session and element they are meant for, and it is answered."""

import threading
import time

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from ui.app.server import routes
from ui.session import live_socket


@pytest.fixture
def client():
    st.session_state.clear()
    others = set(live_socket._channels)  # of sessions that other tests have left
    with TestClient(Starlette(routes=[live_socket.route()])) as client:
        yield client
    st.session_state.clear()
    assert set(live_socket._channels) <= others


def tell(key: str, tag: str) -> None:
    live_socket.channel(key).push(tag, lambda: {"tag": tag})


def painted(socket) -> dict[str, str]:
    news = socket.receive_json()
    socket.send_text("")
    return news


def told_beside(key: str, tag: str) -> threading.Thread:
    """`tell` waits for the browser, so it needs a thread of its own, as a page has."""
    thread = threading.Thread(target=live_socket.channel(key).push, args=(tag, lambda: {"tag": tag}))
    thread.start()
    return thread


def test_news_reach_the_element_that_listens_and_no_other(client):
    race, other = live_socket.address("race"), live_socket.address("other")
    with client.websocket_connect(race) as first, client.websocket_connect(other) as second:
        for key, tag in (("race", "a"), ("other", "b"), ("race", "c")):
            tell(key, tag)
        assert [first.receive_json(), first.receive_json()] == [{"tag": "a"}, {"tag": "c"}]
        assert second.receive_json() == {"tag": "b"}


def test_the_same_news_are_not_sent_twice(client):
    with client.websocket_connect(live_socket.address("race")) as socket:
        for tag in ("a", "a", "b"):
            tell("race", tag)
        assert [socket.receive_json(), socket.receive_json()] == [{"tag": "a"}, {"tag": "b"}]


def test_the_page_waits_until_the_browser_has_painted_but_not_for_long(client, monkeypatch):
    monkeypatch.setattr(live_socket, "PAINT_SECONDS", 60)
    with client.websocket_connect(live_socket.address("race")) as socket:
        page = told_beside("race", "a")
        assert painted(socket) == {"tag": "a"}
        page.join(10)
        assert not page.is_alive()
        monkeypatch.setattr(live_socket, "PAINT_SECONDS", 0.2)
        begun = time.monotonic()
        tell("race", "b")
        assert time.monotonic() - begun >= 0.2


def test_what_the_browser_asks_is_answered_in_turn(client):
    live_socket.channel("race").on_message = lambda said: {"tag": said} if said != "nothing" else None
    with client.websocket_connect(live_socket.address("race")) as socket:
        for said in ("a", "nothing", "b"):
            socket.send_text(said)
        assert [socket.receive_json() for _ in range(5)] == [{"tag": "a"}, None, None, {"tag": "b"}, None]
        tell("race", "b")
        tell("race", "c")
        assert socket.receive_json() == {"tag": "c"}


def test_who_says_too_much_or_what_is_no_text_is_left(client):
    for send in (
        lambda socket: socket.send_text("x" * (live_socket.LONGEST_MESSAGE + 1)),
        lambda socket: socket.send_bytes(b"x"),
    ):
        with client.websocket_connect(live_socket.address("race")) as socket:
            send(socket)
            with pytest.raises(WebSocketDisconnect):
                socket.receive_json()


def test_a_message_that_cannot_be_answered_is_a_line_in_the_log_and_no_more(client, caplog):
    def hear(said: str) -> dict[str, str]:
        return {"tag": {"a": "b"}[said]}

    live_socket.channel("race").on_message = hear
    with client.websocket_connect(live_socket.address("race")) as socket:
        for said in ("__class__", "\x00", "a"):
            socket.send_text(said)
        assert [socket.receive_json() for _ in range(4)] == [None, None, {"tag": "b"}, None]
    assert [record.levelname for record in caplog.records if record.name == "ui.session.live_socket"] == ["WARNING"] * 2


def test_a_browser_that_asks_without_a_pause_is_slowed_down(client):
    asked: list[str] = []
    live_socket.channel("race").on_message = asked.append
    with client.websocket_connect(live_socket.address("race")) as socket:
        for _ in range(100):
            socket.send_text("a")
        begun = time.monotonic()
        for _ in range(100):
            assert socket.receive_json() is None
        assert time.monotonic() - begun > 90 * live_socket.MESSAGE_SECONDS


@pytest.mark.parametrize("base", ["", "optim", "/optim/", "a/b"])
def test_our_own_routes_are_where_the_app_is(base):
    root = "/".join(["", *base.strip("/").split("/")]) if base else ""
    with TestClient(Starlette(routes=routes(base))) as client:
        for name in ("health", "host-config"):
            assert client.get(f"{root}/surface/_stcore/{name}").json() is None
        st.session_state.clear()
        with client.websocket_connect(f"{root}/{live_socket.address('race')}") as socket:
            tell("race", "a")
            assert socket.receive_json() == {"tag": "a"}
        st.session_state.clear()


def test_another_session_listens_elsewhere(client):
    mine = live_socket.address("race")
    assert live_socket.address("race") == mine
    st.session_state.clear()
    assert live_socket.address("race") != mine


def test_nobody_can_listen_where_no_session_speaks(client):
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(f"{live_socket.PATH}/guess"):
        pass


def test_nobody_listening_is_no_trouble(client):
    begun = time.monotonic()
    tell("race", "a")
    assert time.monotonic() - begun < live_socket.PAINT_SECONDS


def test_the_last_to_listen_is_told(client):
    place = live_socket.address("race")
    with client.websocket_connect(place), client.websocket_connect(place) as again:
        tell("race", "a")
        assert again.receive_json() == {"tag": "a"}


def test_without_a_server_of_ours_there_is_no_address(monkeypatch):
    monkeypatch.setattr(live_socket, "_serves", False)
    assert live_socket.address("race") == ""
