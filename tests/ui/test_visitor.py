"""Work of a visitor: in a line of its own, and none after the visitor has left."""

from concurrent.futures import Future
from types import SimpleNamespace

import pytest
from streamlit.runtime.scriptrunner import StopException

from optim_core.base import pool
from ui.compute import visitor


@pytest.fixture
def owners(monkeypatch):
    """Whose work the pool was given."""
    seen = []

    def submit(function, *args, seconds, owner):
        seen.append(owner)
        future = Future()
        future.set_result(function(*args))
        return future

    monkeypatch.setattr(pool, "submit", submit)
    return seen


def test_work_of_a_page_is_its_sessions(monkeypatch, owners):
    monkeypatch.setattr(visitor, "get_script_run_ctx", lambda **_: SimpleNamespace(session_id="mine"))
    monkeypatch.setattr(visitor, "_present", lambda name: name)
    assert visitor.run(abs, -1) == 1
    assert owners == ["mine"]


def test_the_page_of_a_visitor_who_has_left_asks_for_nothing_more(monkeypatch, owners):
    def stopped(_name: str) -> None:
        raise StopException

    monkeypatch.setattr(visitor.st, "session_state", SimpleNamespace(get=stopped))
    with pytest.raises(StopException):
        visitor.run(abs, -1)
    assert owners == []
