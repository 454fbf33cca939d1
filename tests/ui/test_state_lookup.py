"""What widgets read of a session's state, without a copy of all of it."""

import pytest
from streamlit.runtime.state import SafeSessionState, SessionState
from streamlit.testing.v1 import AppTest

from ui.app.state_lookup import StateView, look_up_single_values


def _page():
    import streamlit as st

    st.session_state.setdefault("chosen", 3)
    st.number_input("Number", key="number")
    st.selectbox("Select", ["a", "b"], index=None, key="select")
    st.text_input("Text", value=None, key="text")
    st.number_input("Without a key")
    st.write(dict(st.session_state))


@pytest.fixture
def copies(monkeypatch):
    """How often the whole state was copied on a server."""
    made = []
    filtered = SessionState.filtered_state
    monkeypatch.setattr(SafeSessionState, "filtered_state", SafeSessionState.filtered_state)
    monkeypatch.setattr(SessionState, "filtered_state", property(lambda one: made.append(1) or filtered.fget(one)))
    look_up_single_values()
    return made


def test_widgets_keep_their_values(copies):
    app = AppTest.from_function(_page).run()
    app.number_input(key="number").set_value(2.0)
    app.selectbox(key="select").set_value("b").run()
    app.text_input(key="text").set_value("t").run()
    found = {"chosen": 3, "number": 2.0, "select": "b", "text": "t"}
    assert not app.exception
    assert {name: app.session_state[name] for name in found} == found


def test_a_box_without_a_value_stays_empty(copies):
    app = AppTest.from_function(_page)
    app.session_state["number"] = None
    app.run()
    assert (app.number_input(key="number").value, app.selectbox(key="select").value) == (None, None)


def test_no_widget_copies_the_state(copies):
    state = SafeSessionState(SessionState(), yield_callback=lambda: None)
    state["chosen"] = None
    view = state.filtered_state
    assert view["chosen"] is None
    assert {name: name in view for name in ("chosen", "number")} == {"chosen": True, "number": False}
    assert copies == []


def test_a_loop_has_what_streamlits_dictionary_has(copies):
    state = SessionState()
    state["chosen"], state["$$STREAMLIT_INTERNAL_KEY_x"] = 3, 4
    view = StateView(SafeSessionState(state, yield_callback=lambda: None))
    assert (dict(view), len(view), repr(view)) == ({"chosen": 3}, 1, "{'chosen': 3}")
