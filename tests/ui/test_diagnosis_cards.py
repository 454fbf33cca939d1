"""What is said below a race, as it travels to the browser, and what may come back."""

import json
import re
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st

from optim_core.base.text import LANGUAGES, load
from optim_core.descend import descend
from optim_core.permalink import read_surface_run
from optim_core.permalink.form import SURFACE_FORM
from optim_core.specs.views import SurfaceView
from ui.compute.race_context import RaceContext
from ui.session.page_state import PageState
from ui.surface import diagnosis_cards as module

QUERY = SURFACE_FORM.clean({"surface": "Quadratic", "steps": "40", "o1": "SGD", "o1.lr": "0.021", "o3": "Adam"})[0]
RUN = read_surface_run(QUERY)
PATHS = descend(RUN)


@pytest.fixture
def state() -> PageState:
    st.session_state.clear()
    state = PageState("surface", SURFACE_FORM)
    state.replace(QUERY)
    state.data.valid_query = QUERY
    return state


@pytest.fixture
def redrawn(monkeypatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(module, "redraw", lambda state, entry: found.append(entry))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_travel_with_their_steps_and_tries(state, monkeypatch, language):
    sent: list[dict[str, Any]] = []

    def cards(data, **_):
        sent.append(data)
        return SimpleNamespace(open=None)

    monkeypatch.setattr(module, "_cards", cards)
    module._diagnosis(state, RaceContext(QUERY, RUN, SurfaceView(), load(language)))
    (data,) = sent
    json.dumps(data, allow_nan=False)
    first = data["cards"][0]
    (attempt,) = first["findings"][0]["attempts"]
    assert "lr 0.01" in attempt
    assert first["number"] == 1
    assert "o1.lr=0.021" in data["query"]
    texts = [finding["text"] for card in data["cards"] for finding in card["findings"]]
    assert texts
    assert any(re.search("[가-힣]", text) for text in texts) == (language == "ko")


def test_an_attempt_is_taken_up(state, redrawn):
    st.session_state[module.KEY] = SimpleNamespace(attempt=[0, 0, 0])
    module._try(state, RaceContext(QUERY, RUN, SurfaceView(), load("en")))
    assert state.query == {**QUERY, "o1.lr": "0.01"}
    assert redrawn == ["o1.lr"]


@pytest.mark.parametrize(
    "message",
    [
        *(None, 3, "000", {"0": 0}, [], [0, 0], [0, 0, 0, 0], [-1, 0, 0], [0, -1, 0], [0, 0, -1]),
        *([2, 0, 0], [0, 99, 0], [0, 0, 99], [0, 0, 0.0], [True, 0, 0], [0, 0, None], [[0], 0, 0]),
    ],
)
def test_other_messages_change_nothing(state, redrawn, message):
    st.session_state[module.KEY] = SimpleNamespace(attempt=message)
    module._try(state, RaceContext(QUERY, RUN, SurfaceView(), load("en")))
    assert state.query == QUERY
    assert redrawn == []
