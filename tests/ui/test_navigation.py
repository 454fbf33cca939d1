"""Requests of a browser that are merged while a run is under way."""

import logging

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner_utils import script_run_context
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests

from ui.app.navigation import keep_navigation


def asks(page: str, query: str, *, opens: bool = False) -> RerunData:
    return RerunData(
        page_script_hash=page, query_string=query, is_history_navigation=opens, widget_states=WidgetStates()
    )


@pytest.fixture(autouse=True)
def patched(monkeypatch):
    monkeypatch.setattr(ScriptRequests, "_request_rerun_locked", ScriptRequests._request_rerun_locked)
    keep_navigation()


@pytest.mark.parametrize(
    ("first", "second", "merged"),
    [
        (asks("a", "x=1", opens=True), asks("a", "x=0"), ("a", "x=1", True)),  # a change, with the address of before
        (asks("a", "x=1", opens=True), asks("a", "x=1"), ("a", "x=1", True)),
        (asks("a", "x=1", opens=True), asks("a", "x=2", opens=True), ("a", "x=2", True)),
        (asks("a", "x=1", opens=True), asks("b", "", opens=True), ("b", "", True)),
        (asks("a", "x=1"), asks("a", "x=2"), ("a", "x=2", False)),
    ],
)
def test_a_link_that_waits_gives_way_to_another_link_only(first, second, merged):
    requests = ScriptRequests()
    for request in (first, second):
        assert requests.request_rerun(request)
    found = requests._rerun_data
    assert (found.page_script_hash, found.query_string, found.is_history_navigation) == merged


def test_a_request_costs_no_line_in_the_log():
    """Streamlit warns of code outside of a script that asks for the script's context."""
    found: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = found.append  # type: ignore[method-assign]
    logger = logging.getLogger(script_run_context.__name__)
    logger.addHandler(handler)
    try:
        ScriptRequests().request_rerun(asks("a", "x=1"))
    finally:
        logger.removeHandler(handler)
    assert found == []
