"""A busy browser sends what a widget showed before the page changed it; nobody has set that."""

from types import SimpleNamespace

import pytest
import streamlit as st

from optim_core.form import SURFACE_FORM
from ui import controls
from ui.draft import Draft

KEY = "surface.o1.lr.box"


@pytest.fixture
def clock(monkeypatch):
    clock = SimpleNamespace(now=0.0)
    monkeypatch.setattr(controls.time, "monotonic", lambda: clock.now)
    monkeypatch.setattr(controls, "redraw", lambda draft, entry: None)
    return clock


@pytest.fixture
def draft(clock):
    """A box that the page has let show 0.1, 0.2 and 0.3, as a slider beside it moved."""
    st.session_state.clear()
    for value in (0.1, 0.2, 0.3):
        controls.force(KEY, value)
        clock.now += 1
    return Draft("surface", SURFACE_FORM)


def sends(draft, value) -> bool:
    """Whether the draft takes up what the browser sends for the box."""
    before = draft.query
    st.session_state[KEY] = value
    controls._take(draft, "o1.lr", KEY)
    return draft.query != before


def test_an_echo_is_no_wish(draft, clock):
    assert not sends(draft, 0.2)
    controls.force(KEY, 0.3)  # as the next run of the page does
    assert not sends(draft, 0.2)
    assert not sends(draft, 0.3)


def test_what_a_person_types_is_taken(draft, clock):
    assert sends(draft, 0.25)
    assert draft.query["o1.lr"] == "0.25"


def test_a_person_may_turn_back_at_once(draft, clock):
    assert sends(draft, 0.25)
    assert sends(draft, 0.3)
    assert sends(draft, 0.25)


def test_after_a_while_it_is_a_wish_again(draft, clock):
    clock.now += controls.ECHO
    assert sends(draft, 0.2)
