"""The callback of a widget has its place on the page drawn, also if the browser's message asks for another part."""

from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState

from ui.session import callbacks


@pytest.mark.parametrize(
    ("place", "drawn", "is_whole"),
    [
        (None, ["surface.contenders"], True),
        ("surface.tools", ["surface.contenders"], True),
        ("surface.contenders", ["surface.contenders"], False),
        ("surface.tools", [], False),
        (None, [], False),
    ],
)
def test_the_page_is_drawn_if_the_message_asks_for_a_part_without_the_widget(monkeypatch, place, drawn, is_whole):
    asked: list[bool] = []
    done: list[int] = []
    monkeypatch.setattr(callbacks, "get_script_run_ctx", lambda: SimpleNamespace(fragment_ids_this_run=drawn))
    monkeypatch.setattr(st, "rerun", lambda: asked.append(True))
    ThreadState.initialize(fragment_id=place)
    callbacks.on_click(done.append, 1)()
    assert (done, bool(asked)) == ([1], is_whole)


def test_a_callback_without_a_session_draws_nothing():
    done: list[int] = []
    callbacks.guarded(done.append, 1)
    assert done == [1]
