"""The learning-rate finder of the model page."""

import streamlit as st

from optim_core.train.rate_range import rate_ranges
from tests.pages.test_pages import draft, in_this_process, opened
from ui.compute import visitor

__all__ = ["in_this_process"]
LINK = {"dataset": "Moons", "model": "Logistic", "o1": "Adam", "o2": "SGD"}


def test_a_test_that_a_change_ended_begins_again_and_its_rates_can_be_used(monkeypatch):
    calls = []

    def run(function, tested, seconds):
        calls.append(tested)
        if len(calls) == 1:
            st.stop()
        return function(tested)

    test = opened("model", **LINK)
    monkeypatch.setattr(visitor, "run", run)
    test.session_state["model.finder"] = True
    test.run()
    test.button(key="finder.start").click().run()
    assert [button.key for button in test.button if button.key.startswith("finder.use.")] == []
    test.run()
    assert calls == [calls[0]] * 2
    test.button(key="finder.use.1").click().run()
    assert float(draft(test, "model")["o2.lr"]) == rate_ranges(calls[0])[1].best
    test.run()
    assert len(calls) == 2
    assert not test.exception
