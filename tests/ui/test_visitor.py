"""Work of a visitor: in a line of its own, and none after the visitor has left."""

from concurrent.futures import Future
from types import SimpleNamespace

import pytest
from streamlit.runtime.scriptrunner import StopException

from optim_core.base import pool
from ui.compute import shared_results, visitor


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


def _leave_after(monkeypatch, looks):
    """Let Streamlit end the script after so many looks at the session's state."""
    left = iter(range(looks))

    def look(_name: str) -> None:
        if next(left, None) is None:
            raise StopException

    monkeypatch.setattr(visitor.st, "session_state", SimpleNamespace(get=look))


def test_the_page_of_a_visitor_who_has_left_asks_for_nothing_more(monkeypatch, owners):
    _leave_after(monkeypatch, looks=0)
    with pytest.raises(StopException):
        visitor.run(abs, -1)
    assert owners == []


def test_a_page_that_waits_ends_when_its_visitor_leaves_and_its_job_with_it(monkeypatch):
    cancelled, never = [], Future()
    _leave_after(monkeypatch, looks=3)
    monkeypatch.setattr(pool, "submit", lambda *args, **kwargs: never)
    monkeypatch.setattr(pool, "cancel", cancelled.append)
    with pytest.raises(StopException):
        visitor.run(abs, -1)
    assert cancelled == [never]


def test_a_shared_job_outlives_a_page_that_waited_for_it(monkeypatch):
    never = Future()
    _leave_after(monkeypatch, looks=3)
    monkeypatch.setattr(pool, "submit", lambda *args, **kwargs: never)
    with pytest.raises(StopException):
        shared_results.result(abs, -1)
    never.set_result(1)
    assert shared_results.result(abs, -1) == 1
