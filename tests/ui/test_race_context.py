"""The race that a fragment checks is the one that it draws."""

from collections.abc import Callable
from typing import Any

import pytest
import streamlit as st

from optim_core.base.text import load
from optim_core.descend import descend
from optim_core.permalink.form import SURFACE_FORM
from ui.compute import race_context as module
from ui.compute.race_context import checked_race
from ui.session.page_state import PageState

VALID = {"surface": "Quadratic", "steps": "5", "o1": "SGD", "o1.lr": "0.02", "o3": "Adam"}
INVALID = {**VALID, "o1.nesterov": "True"}
T = load("en")


class Trajectories:
    """Stands in for the cached races: counts the look-ups."""

    def __init__(self) -> None:
        self.looked_up: list[Any] = []
        self.clear: Callable[[Any], None] = lambda run: None

    def __call__(self, run: Any) -> Any:
        self.looked_up.append(run)
        return descend(run)


@pytest.fixture
def trajectories(monkeypatch) -> Trajectories:
    stand_in = Trajectories()
    monkeypatch.setattr(module.results, "trajectories", stand_in)
    return stand_in


def state_of(query: dict[str, str]) -> PageState:
    st.session_state.clear()
    state = PageState("surface", SURFACE_FORM)
    state.replace(query)
    return state


def test_a_race_is_looked_up_once(trajectories):
    race = checked_race(state_of(VALID), T)
    assert [path.steps for path in race.paths] == [5, 5]
    assert race.indices == (0, 2)
    assert trajectories.looked_up == [race.run]


def test_a_race_that_cannot_be_run_leaves_the_last_valid_one(trajectories):
    state = state_of(VALID)
    valid = checked_race(state, T)
    state.replace(INVALID)
    race = checked_race(state, T)
    assert race.query == valid.query == state.data.valid_query
    assert race.run == valid.run
    assert len(trajectories.looked_up) == 2
