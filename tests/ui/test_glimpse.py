"""A slider in motion: what the browser shows of it is found again, and nothing else is taken."""

import pytest
import streamlit as st

from optim_core.base import pool
from optim_core.base.text import load
from optim_core.permalink.form import SURFACE_FORM
from ui.session.page_state import Draft
from ui.surface import stage as surface_stage
from ui.surface.slider_preview import moved


@pytest.fixture
def draft():
    st.session_state.clear()
    return Draft("surface", SURFACE_FORM)


@pytest.fixture
def here(monkeypatch):
    monkeypatch.setattr(pool, "run", lambda function, *args, **_: function(*args))


def glimpse(draft, said):
    return surface_stage._glimpse(draft, load("en"), said)


def test_the_query_is_the_one_of_the_slider_let_go(draft):
    there = moved(draft, "surface-o2-lr-slide\n0.5")
    draft.set(**{"o2.lr": 0.5})
    assert there == draft.query


def test_a_value_between_the_round_ones_is_a_stop_too(draft):
    draft.set(**{"o2.lr": 0.0123})
    assert moved(draft, "surface-o2-lr-slide\n0.0123") == draft.query


@pytest.mark.parametrize(
    "said",
    [
        "surface-o2-lr-slide\n0.0501",
        "surface-o2-lr-slide\nnan",
        "surface-o2-lr-slide",
        "surface-o2-colour-slide\n1",
        "surface-o2-amsgrad-slide\nTrue",
        "surface-start-x-slide\n1",
        "surface-surface-slide\nSphere",
        "maps-o2-lr-slide\n0.5",
        "\n",
        "__class__\n1",
    ],
)
def test_what_no_slider_of_the_page_shows_is_nothing(draft, said):
    assert moved(draft, said) is None
    assert glimpse(draft, said) is None


def test_a_glimpse_is_of_the_race_as_it_would_be_and_changes_nothing(draft, here):
    before = dict(draft.query)
    news = glimpse(draft, "surface-steps-slide\n20")
    assert (news["steps"], news["revision"], draft.query) == (20, draft.revision, before)


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ({}, "surface-steps-slide\n5000"),
        ({"o1.momentum": 0.9, "o1.nesterov": True}, "surface-o1-momentum-slide\n0"),
        ({"start_set": "grid"}, "surface-o2-lr-slide\n0.5"),
    ],
    ids=["takes long", "makes no sense", "has further starts"],
)
def test_no_glimpse_of_a_race_that(draft, here, entries, said):
    draft.set(**entries)
    assert moved(draft, said) is not None
    assert glimpse(draft, said) is None


def test_a_page_that_has_gone_on_meanwhile_is_not_drawn_over(draft, here, monkeypatch):
    news = surface_stage._news

    def slow(*args):
        draft.set(**{"o1.lr": 0.2})
        return news(*args)

    monkeypatch.setattr(surface_stage, "_news", slow)
    assert glimpse(draft, "surface-o2-lr-slide\n0.5") is None
