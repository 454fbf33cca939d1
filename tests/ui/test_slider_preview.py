"""A held slider: the tick that the browser reports is recognized, and nothing else is accepted."""

import pytest
import streamlit as st

from optim_core.base import pool
from optim_core.base.text import load
from optim_core.permalink.form import SURFACE_FORM
from ui.session.page_state import PageState
from ui.surface import stage as surface_stage
from ui.surface.slider_preview import moved_query


@pytest.fixture
def state():
    st.session_state.clear()
    return PageState("surface", SURFACE_FORM)


@pytest.fixture
def here(monkeypatch):
    monkeypatch.setattr(pool, "run", lambda function, *args, **_: function(*args))


def preview(state, message):
    return surface_stage._preview(state, load("en"), message)


def test_the_query_is_the_one_of_the_slider_let_go(state):
    there = moved_query(state, "surface-o2-lr-slide\n0.5")
    state.set(**{"o2.lr": 0.5})
    assert there == state.query


def test_a_value_between_the_round_ones_is_a_stop_too(state):
    state.set(**{"o2.lr": 0.0123})
    assert moved_query(state, "surface-o2-lr-slide\n0.0123") == state.query


@pytest.mark.parametrize(
    "message",
    [
        "surface-o2-lr-slide\n0.0501",
        "surface-o2-lr-slide\nnan",
        "surface-o2-lr-slide",
        "surface-o2-color-slide\n1",
        "surface-o2-amsgrad-slide\nTrue",
        "surface-start-x-slide\n1",
        "surface-surface-slide\nSphere",
        "maps-o2-lr-slide\n0.5",
        "\n",
        "__class__\n1",
    ],
)
def test_what_no_slider_of_the_page_shows_is_nothing(state, message):
    assert moved_query(state, message) is None
    assert preview(state, message) is None


def test_a_preview_is_of_the_race_as_it_would_be_and_changes_nothing(state, here):
    before = dict(state.query)
    update = preview(state, "surface-steps-slide\n20")
    assert (update["steps"], update["revision"], state.query) == (20, state.data.revision, before)


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ({}, "surface-steps-slide\n5000"),
        ({"o1.momentum": 0.9, "o1.nesterov": True}, "surface-o1-momentum-slide\n0"),
        ({"start_set": "grid"}, "surface-o2-lr-slide\n0.5"),
    ],
    ids=["takes long", "makes no sense", "has further starts"],
)
def test_no_preview_of_a_race_that(state, here, entries, message):
    state.set(**entries)
    assert moved_query(state, message) is not None
    assert preview(state, message) is None


def test_a_page_that_has_gone_on_meanwhile_is_not_drawn_over(state, here, monkeypatch):
    update = surface_stage._update

    def slow(*args):
        state.set(**{"o1.lr": 0.2})
        return update(*args)

    monkeypatch.setattr(surface_stage, "_update", slow)
    assert preview(state, "surface-o2-lr-slide\n0.5") is None
