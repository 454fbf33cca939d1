"""The short cut to the browser: news reach the one session and element they are meant for."""

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ui import feed


@pytest.fixture
def client():
    st.session_state.clear()
    with TestClient(Starlette(routes=[feed.route()])) as client:
        yield client
    assert feed._listeners == {}


def test_news_reach_the_element_that_listens_and_no_other(client):
    race, other = feed.address("race"), feed.address("other")
    with client.websocket_connect(race) as first, client.websocket_connect(other) as second:
        feed.push("race", {"tag": "a"})
        feed.push("other", {"tag": "b"})
        feed.push("race", {"tag": "c"})
        assert [first.receive_json(), first.receive_json()] == [{"tag": "a"}, {"tag": "c"}]
        assert second.receive_json() == {"tag": "b"}


def test_another_session_listens_elsewhere(client):
    mine = feed.address("race")
    assert feed.address("race") == mine
    st.session_state.clear()
    assert feed.address("race") != mine


def test_nobody_listening_is_no_trouble(client):
    feed.push("race", {"tag": "a"})


def test_the_last_to_listen_is_told(client):
    place = feed.address("race")
    with client.websocket_connect(place), client.websocket_connect(place) as again:
        feed.push("race", {"tag": "a"})
        assert again.receive_json() == {"tag": "a"}


def test_without_a_server_of_ours_there_is_no_address(monkeypatch):
    monkeypatch.setattr(feed, "_serves", False)
    assert feed.address("race") == ""
