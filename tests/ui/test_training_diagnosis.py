"""What is said below a training, as it travels to the browser, and what may come back."""

import json
import re
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
import streamlit as st

from optim_core.base.text import LANGUAGES, load
from optim_core.explain.training_diagnosis import Finding, diagnose_training
from optim_core.models.datasets import Moons
from optim_core.optimizers.schedules import SCHEDULES
from optim_core.permalink import read_model_run
from optim_core.permalink.form import MODEL_FORM
from optim_core.specs.views import ModelView
from optim_core.train import train
from ui.compute import shared_results, training, visitor
from ui.model import training_diagnosis as module
from ui.model.scene import Scene
from ui.session.page_state import PageState

QUERY = MODEL_FORM.clean(
    {
        **{"dataset": "Moons", "dataset.samples": "120", "model": "MLP", "model.width": "8", "epochs": "30"},
        **{"o1": "Adam", "o1.lr": "1e-5", "o3": "SGD", "o3.lr": "0.5", "o3.schedule": "StepLR"},
        **{"o3.schedule.step_size": "4", "o3.schedule.gamma": "0.01"},
    }
)[0]
RUN = read_model_run(QUERY)
LOGS = train(RUN)
JOB = SimpleNamespace(run=RUN, logs=lambda: LOGS, running=False)
FOUND = diagnose_training(RUN, LOGS)


@pytest.fixture
def state(monkeypatch) -> PageState:
    st.session_state.clear()
    state = PageState("model", MODEL_FORM)
    state.replace(QUERY)
    state.data.valid_query = QUERY
    monkeypatch.setattr(training, "job", lambda run: JOB)
    monkeypatch.setattr(module, "findings", lambda scene: FOUND)
    return state


@pytest.fixture
def redrawn(monkeypatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(module, "redraw", lambda state, entry: found.append(entry))
    return found


def sent(state, monkeypatch, language="en") -> dict[str, Any]:
    found: list[dict[str, Any]] = []
    monkeypatch.setattr(module, "_cards", lambda data, **_: found.append(data))
    module._draw(state, load(language))
    (data,) = found
    json.dumps(data, allow_nan=False)
    return data


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_travel_with_their_tries(state, monkeypatch, language):
    cards = sent(state, monkeypatch, language)["cards"]
    low, early = (card["findings"][0] for card in cards)
    assert [card["number"] for card in cards] == [1, 3]
    assert re.search(r"lr · η: 0\.0?1", low["attempts"][0])
    assert "20" in early["attempts"][0]
    assert low["step"] is None
    texts = [finding["text"] for card in cards for finding in card["findings"]]
    assert any(re.search("[가-힣]", text) for text in texts) == (language == "ko")


@pytest.mark.parametrize(("language", "words"), [("en", "Seed 5: "), ("ko", "시드 5번: ")])
def test_a_finding_about_one_of_several_seeds_names_it(language, words):
    run, t = replace(RUN, seeds=3, seed=5), load(language)
    log = replace(LOGS[0], seed=5)
    alone = Finding(key="diverged", values={"step": 9, "lr": 1.0}, step=9, attempt={}, weight=100)
    compared = {"count": 2, "seeds": 3, "seed": 6}
    several = Finding(key="seeds_diverged", values=compared, step=9, attempt={}, weight=101)
    texts = [module._sentence(run, log, finding, t, is_own=True)["text"] for finding in (alone, several)]
    assert [text.startswith(words) for text in texts] == [True, False]
    assert not module._sentence(RUN, log, alone, t, is_own=True)["text"].startswith(words)


def test_nothing_is_offered_to_try_once_the_settings_have_changed(state, monkeypatch):
    state.replace({**QUERY, "epochs": "20"})
    cards = sent(state, monkeypatch)["cards"]
    assert [finding["attempts"] for card in cards for finding in card["findings"] if finding["attempts"]] == []


@pytest.mark.parametrize(
    ("message", "entry", "value"), [([0, 0, 0], "o1.lr", 0.01), ([1, 0, 0], "o3.schedule.step_size", 20)]
)
def test_an_attempt_is_taken_up(state, redrawn, message, entry, value):
    st.session_state[module.KEY] = SimpleNamespace(attempt=message)
    module._try(state)
    assert {name for name in state.query if state.query[name] != QUERY.get(name)} == {entry}
    assert float(state.query[entry]) == value
    assert redrawn == [entry]


@pytest.mark.parametrize(
    "message",
    [
        *(None, 3, "000", {"0": 0}, [], [0, 0], [0, 0, 0, 0], [-1, 0, 0], [0, -1, 0], [0, 0, -1]),
        *([2, 0, 0], [0, 99, 0], [0, 0, 99], [0, 0, 0.0], [True, 0, 0], [0, 0, None], [[0], 0, 0]),
    ],
)
def test_other_messages_change_nothing(state, redrawn, message):
    st.session_state[module.KEY] = SimpleNamespace(attempt=message)
    module._try(state)
    assert state.query == QUERY
    assert redrawn == []


def test_an_attempt_on_another_training_changes_nothing(state, redrawn):
    other = {**QUERY, "epochs": "20"}
    state.replace(other)
    st.session_state[module.KEY] = SimpleNamespace(attempt=[0, 0, 0])
    module._try(state)
    assert state.query == other


def test_every_attempt_of_a_finding_is_an_entry_that_the_form_accepts():
    for optimizer, row, index in zip(RUN.optimizers, FOUND, (1, 3), strict=True):
        for name, value in (entry for finding in row for entry in finding.attempt.items()):
            cls, field = module.owner_of(RUN, optimizer, name)
            entry = f"o{index}.{name}" if cls is type(optimizer) or cls in SCHEDULES else name
            domain = MODEL_FORM.domain(entry, QUERY)
            assert domain is not None
            assert domain.check(value, field) == value


@dataclass(frozen=True, kw_only=True)
class OwnMoons(Moons):
    private: ClassVar = True


def test_findings_on_the_visitors_own_data_stay_in_the_session(monkeypatch):
    monkeypatch.setattr(visitor, "run", lambda function, *args, seconds: function(*args))
    monkeypatch.setattr(shared_results, "begin", lambda *_, **__: pytest.fail("shared"))
    st.session_state.clear()
    run = read_model_run({**QUERY, "epochs": "1"})
    run = type(run)(dataset=OwnMoons(samples=60), model=run.model, optimizers=run.optimizers, epochs=1)
    logs = train(run)
    scene = Scene(run, ((logs[0],), (logs[1],)), False, ModelView(), (0, 1))
    assert len(module.findings(scene)) == 2
    assert module.PRIVATE in st.session_state
