"""Seconds of computing on the model page, without a browser."""

import pytest

from optim_core.base.text import LANGUAGES, load
from tests.pages.test_maps import said
from tests.pages.test_pages import draft, in_this_process, name_now, opened
from tests.sheets import sheet
from ui.components.score_text import NONE
from ui.compute import shared_results, update_times

__all__ = ["in_this_process"]
LINK = {"dataset": "Moons", "model": "Logistic", "o1": "Adam", "o1.lr": "0.1", "o2": "SGD", "epochs": "3"}


def trained(language: str = "en", **entries: str):
    test = opened("model", language, **LINK, **entries)
    test.button(key="model.train").click().run()
    test.session_state["job"]._thread.join(60)
    return test.run()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_by_the_second_says_what_the_seconds_are_and_counts_them_to_the_target(language, monkeypatch):
    shared_results.clear()
    monkeypatch.setattr(update_times, "evaluation_seconds", measured)
    test, t = trained(language, by="second"), load(language)
    assert not test.exception
    assert not test.error
    assert draft(test, "model")["by"] == "second"
    assert t("model.seconds", blocks=5, updates=20) in said(test, "caption")
    epochs, seconds = zip(*(row[-3:-1] for row in sheet(test)), strict=True)
    steps = test.session_state["job"].run.steps_per_epoch
    assert seconds == tuple(NONE if epoch == NONE else f"{int(epoch) * steps * 0.25:.3g}" for epoch in epochs)
    assert epochs[0] != NONE


def test_times_are_measured_when_they_are_asked_for_and_change_no_result(monkeypatch):
    shared_results.clear()
    calls = []
    monkeypatch.setattr(update_times, "evaluation_seconds", lambda run: calls.append(run) or measured(run))
    test = trained()
    before, rows = test.session_state["job"].checkpoint, sheet(test)
    assert calls == []
    test.segmented_control(key=name_now(test, "model.by")).set_value("second").run()
    assert not test.exception
    assert [len(run.optimizers) for run in calls] == [1, 1]
    assert test.session_state["job"].checkpoint is before
    assert [row[:-2] + row[-1:] for row in sheet(test)] == rows


def measured(run):
    return (0.25,) * len(run.optimizers)
