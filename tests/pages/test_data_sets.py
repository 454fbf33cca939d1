"""The fair race over several data sets on the maps page, without a browser."""

import csv
import io
import time
from urllib.parse import parse_qsl, urlsplit

import pytest

from optim_core.base.text import LANGUAGES, load
from optim_core.models.datasets import XOR, Circles
from optim_core.permalink import read_model_run
from optim_core.permalink.form import MODEL_FORM
from optim_core.sweep.data_set_job import DataSetJob
from optim_core.sweep.data_set_race import SETS
from optim_core.sweep.maps import MapView
from tests.pages.test_fair_trainings import FAIR, finished
from tests.pages.test_maps import said
from tests.pages.test_pages import RAW_KEY, draft, in_this_process, opened, spoken
from ui.compute import shared_results, update_times
from ui.maps import data_sets

__all__ = ["in_this_process"]
LINK = FAIR | {"sets": "regressions", "fresh_seeds": "2", "tuning_seeds": "1", "target": "0.5"}


@pytest.fixture(autouse=True)
def two_small_sets(monkeypatch):
    monkeypatch.setitem(SETS, "regressions", (XOR, Circles))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_shows_the_profiles_and_says_how_few_data_sets_there_are(language):
    t = load(language)
    test = finished(opened("maps", language, **LINK))
    assert not test.exception
    assert not test.error
    assert draft(test, "maps")["sets"] == "regressions"
    assert t("data_sets.few", count=2, share=50) in said(test, "caption")
    assert [text for text in spoken(test) if RAW_KEY.search(text)] == []
    summary, costs = test.table
    assert list(summary.value) == [
        t("table.contender"),
        *(t(f"data_sets.column.{name}") for name in ("score", "first", "arrived")),
    ]
    for cell in costs.value[t("data_sets.column.data")]:
        query, wrong = MODEL_FORM.clean(dict(parse_qsl(urlsplit(cell.split("](")[1].removesuffix(")")).query)))
        assert wrong == []
        assert read_model_run(query).seeds == 2


def test_seconds_are_measured_for_the_tuned_contenders_alone(monkeypatch):
    shared_results.clear()
    monkeypatch.setattr(update_times, "evaluation_seconds", lambda run: (0.25,) * len(run.optimizers))
    test = finished(opened("maps", **LINK))
    counted = test.table[1].value
    test = finished(opened("maps", **LINK, cost="second"))
    assert not test.exception
    assert "one core of this server" in said(test, "caption")
    for name in list(counted)[1:]:
        for count, seconds in zip(counted[name], test.table[1].value[name], strict=True):
            if count.strip("*").isdigit():
                assert float(seconds.strip("*")) == pytest.approx(0.25 * float(count.strip("*")), rel=1e-2)


def test_the_table_of_numbers_leads_to_each_training():
    test = finished(opened("maps", **LINK))
    job = next(job for job in data_sets._finished.values() if isinstance(job.spec.dataset, XOR))
    t, indices = load("en"), range(len(job.spec.races[0].optimizers))
    view = MapView(target=0.5)
    rows = list(csv.DictReader(io.StringIO(data_sets._csv(job, view, indices, t))))
    assert {row["data_set"] for row in rows} == {"XOR", "Circles"}
    for row in rows:
        query, wrong = MODEL_FORM.clean(dict(parse_qsl(urlsplit(row["link"]).query)))
        assert (wrong, row["target"]) == ([], "0.5")
        assert type(read_model_run(query).dataset).__name__ == row["data_set"]
    assert not test.exception


class Growing:
    """A race that has one more result at each look."""

    def __init__(self, job):
        self.spec, self.results, self.looks = job.spec, job.found, 0

    @property
    def found(self):
        self.looks += 1
        return self.results[: self.looks]


def test_a_race_that_grows_while_it_is_written_or_has_nothing_yet_is_written_as_it_was():
    finished(opened("maps", **LINK))
    job = next(job for job in data_sets._finished.values() if isinstance(job.spec.dataset, XOR))
    t, growing = load("en"), Growing(job)
    count = len(job.spec.races[0].optimizers)
    assert len(data_sets._csv(growing, MapView(), range(count), t).splitlines()) == 1 + count
    assert growing.looks == 1
    growing.results = []
    assert len(data_sets._csv(growing, MapView(), range(count), t).splitlines()) == 1


def test_a_race_of_data_sets_is_stopped_and_continued(monkeypatch):
    test = opened("maps", **LINK, seed="9")
    for _ in range(200):
        if any(button.key == "fair.stop" for button in test.button):
            break
        time.sleep(0.01)
        test.run()
    test.button(key="fair.stop").click().run()
    for _ in range(200):
        if any(button.key == "fair.continue" for button in test.button):
            break
        time.sleep(0.05)
        test.run()
    assert not test.exception
    test.button(key="fair.continue").click().run()
    assert len(finished(test).table) == 2


def test_data_sets_that_take_too_long_are_named(monkeypatch):
    monkeypatch.setattr("optim_core.sweep.data_set_job.MODEL_SECONDS", 0.0)
    test = finished(opened("maps", **LINK, seed="11"))
    assert not test.exception
    assert "Left out, because time ran out: XOR" in said(test, "info")
    assert len(test.table) == 0


def test_a_race_without_any_result_has_no_picture(monkeypatch):
    monkeypatch.setattr(DataSetJob, "start", lambda self: None)
    test = opened("maps", **LINK, seed="10")
    assert not test.exception
    assert any(button.key == "fair.continue" for button in test.button)
    assert len(test.table) == 0
