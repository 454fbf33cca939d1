"""The fair race on trainings on the maps page, without a browser."""

import re
import time
from urllib.parse import parse_qsl

from optim_core.permalink import read_model_run
from optim_core.permalink.form import MODEL_FORM
from optim_core.sweep.maps import MAPS_FORM
from optim_core.sweep.tuning_job import TuningJob
from tests.pages.test_maps import said
from tests.pages.test_pages import draft, in_this_process, name_now, opened
from tests.sweep.maps.test_model_maps import LINK

__all__ = ["in_this_process"]
FAIR = {name: text for name, text in LINK.items() if name[:2] not in ("x", "x.", "y", "y.", "o3")} | {
    "view": "fair",
    "trials": "3",
    "fresh_seeds": "6",
}


def finished(test):
    for _ in range(600):
        if not any(button.key == "fair.stop" for button in test.button):
            return test.run()
        time.sleep(0.05)
        test.run()
    raise AssertionError("the race goes on and on")


def test_a_link_to_a_fair_race_on_a_model_shows_the_advice_and_every_contender():
    test = finished(opened("maps", **FAIR))
    assert not test.exception
    assert not test.error
    assert draft(test, "maps") == MAPS_FORM.clean(FAIR)[0]
    assert "For this data and model: " in said(test, "markdown")
    assert "tries 3 settings with 2 seeds" in said(test, "caption")
    found = re.findall(r"\]\(model\?([^)]*)\)", said(test, "markdown"))
    assert len(found) >= 2
    for link in found:
        query, wrong = MODEL_FORM.clean(dict(parse_qsl(link)))
        assert wrong == []
        assert read_model_run(query).seeds >= 6
    assert "6 fresh seeds" in said(test, "caption")


def test_a_table_is_called_provisional_until_all_trainings_are_done(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(TuningJob, "start", lambda self: None)
        test = opened("maps", **FAIR, seed="5")
        assert not test.exception
        assert "provisional" in said(test, "caption")
    test.run()
    test.button(key="fair.continue").click().run()
    assert "provisional" not in said(finished(test), "caption")


def test_too_many_networks_are_refused_and_a_map_of_the_same_problem_is_a_click_away():
    test = finished(opened("maps", **FAIR))
    test.number_input(key=name_now(test, "maps.trials.box")).set_value(400).run()
    test.run()
    assert "1024" in said(test, "error")
    assert not test.exception
    test.segmented_control(key=name_now(test, "maps.view")).set_value("map").run()
    assert not test.exception
