"""The fair race on trainings on the maps page, without a browser."""

import re
import time
from urllib.parse import parse_qsl

from optim_core.models.datasets.own_data import with_file
from optim_core.models.datasets.own_file import OwnFile
from optim_core.models.datasets.own_table import survey
from optim_core.permalink import read_model_run
from optim_core.permalink.form import MODEL_FORM
from optim_core.sweep.maps import MAPS_FORM, read_tuned_trainings
from optim_core.sweep.tuned_trainings import TunedTraining
from optim_core.sweep.tuning_job import TuningJob
from tests.pages.test_maps import said
from tests.pages.test_pages import draft, in_this_process, name_now, opened
from tests.sweep.maps.test_model_maps import LINK
from ui.compute.own_table import FILE
from ui.maps import fair_trainings

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


def test_a_schedule_is_part_of_the_advice_where_it_is_better(monkeypatch):
    monkeypatch.setattr(TunedTraining, "cosine_is_better", property(lambda self: self.best is not None))
    test = finished(opened("maps", **FAIR, try_cosine="True", seed="6"))
    assert not test.exception
    assert draft(test, "maps")["try_cosine"] == "True"
    assert re.search(
        r"lr [\d.e-]+, cosine schedule\)\]\(model\?\S*o\d\.schedule=CosineAnnealingLR", said(test, "markdown")
    )


def on_own_table():
    data = ("a,b,kind\n" + "".join(f"{i},{i * i % 7},{'yes' if i > 30 else 'no'}\n" for i in range(60))).encode()
    found = survey(data)
    table = {"dataset": "ClassTable", "dataset.digest": found.digest, "dataset.target": str(found.target)}
    rest = {name: text for name, text in FAIR.items() if not name.startswith("dataset")}
    return OwnFile("my table.csv", data, found), {**rest, **table, "batch_size": "16"}


def test_a_fair_race_on_a_table_of_ones_own_is_not_shared_with_other_sessions():
    file, link = on_own_table()
    test = opened("maps", **link)
    assert "A table of your own is needed" in said(test, "error")
    test.session_state[FILE] = file
    test = finished(test.run())
    assert not test.exception
    assert not test.error
    assert "For this data and model: " in said(test, "markdown")
    race = read_tuned_trainings(link, lambda dataset: with_file(dataset, file.name, file.data))
    assert fair_trainings._finished.get(race) is None
    test.session_state["maps.own_table"] = True
    test.run().button(key="own_table.forget").click().run()
    assert not test.exception
    assert FILE not in test.session_state
    assert draft(test, "maps")["dataset"] == "Digits"


def test_validation_data_of_a_private_table_are_cached_nowhere():
    file, link = on_own_table()
    race = read_tuned_trainings(link, lambda dataset: with_file(dataset, file.name, file.data))
    split = race.tuning_run(race.optimizers[0], 0).dataset
    one, other = split.split(), split.split()
    assert one[0] is not other[0]
    assert all((a == b).all() for a, b in zip(one, other, strict=True))
