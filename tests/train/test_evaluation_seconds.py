"""Seconds of computing of contenders, and what is made of them."""

import csv
import io
import time
from dataclasses import replace

import numpy as np
import pytest

from optim_core.base.text import LANGUAGES, load
from optim_core.base.time_slices import JobThreads
from optim_core.export.csv_tables import model_csv
from optim_core.figures import training_alt, training_figure
from optim_core.figures.training.curves import BESIDE
from optim_core.optimizers import LBFGS, SGD, Adam
from optim_core.optimizers.schedules import OneCycleLR
from optim_core.specs.results import by_contender
from optim_core.specs.views import ModelView
from optim_core.train import evaluation_seconds as module
from optim_core.train import train
from optim_core.train.arrivals import costs_to, epochs_to
from optim_core.train.evaluation_seconds import evaluation_seconds
from tests.base.test_failures import Breaks
from tests.trainings import MOONS

RUN = replace(MOONS, optimizers=(Adam(lr=0.01), SGD(lr=0.1)))
TIMES = (2e-3, 5e-4)


def test_a_time_is_the_median_over_blocks_of_the_seconds_per_evaluation(monkeypatch):
    monkeypatch.setattr(module, "SECONDS", 60.0)
    blocks = [[update] * module.UPDATES for update in ((1.0, 2), (9.0, 1), (4.0, 4))]
    updates = [(1e9, 1)] * module.WARM_UP + [update for block in blocks for update in block]
    assert module._median(iter(updates)) == 1.0
    assert module._median(iter([])) == 0.0


def test_no_block_begins_after_the_time_is_over(monkeypatch):
    monkeypatch.setattr(module, "SECONDS", 0.0)
    updates = iter([(1.0, 1)] * 1_000)
    assert module._median(updates) == 1.0
    assert len(list(updates)) == 1_000 - module.WARM_UP - module.UPDATES


def test_each_contender_has_a_time_also_one_that_diverges_or_whose_schedule_is_shorter_than_the_measurement():
    short = SGD(lr=0.1, schedule=OneCycleLR(total_steps=MOONS.steps))
    run = replace(MOONS, optimizers=(SGD(lr=1e3, weight_decay=10.0), short, LBFGS()))
    assert MOONS.steps < module.WARM_UP + module.UPDATES
    assert all(0 < seconds < 1 for seconds in evaluation_seconds(run))


def test_a_contender_that_cannot_make_an_update_takes_no_time():
    none, first, later = evaluation_seconds(replace(RUN, optimizers=(Breaks(at=0), Breaks(at=1), Breaks(at=3))))
    assert (none, first) == (0.0, 0.0)
    assert later > 0


def test_waiting_does_not_count(monkeypatch):
    monkeypatch.setattr(module, "SECONDS", 0.0)
    real = module.TrainingBatch.update

    def slow(batch):
        time.sleep(0.02)
        return real(batch)

    monkeypatch.setattr(module.TrainingBatch, "update", slow)
    threads = JobThreads(lambda: None)
    threads.begin(0, lambda: evaluation_seconds(replace(RUN, optimizers=RUN.optimizers[:1])), 60.0)
    (seconds,) = threads.outcomes.get().value
    threads.close()
    assert 0 < seconds < 0.02


def test_curves_by_the_second_are_the_evaluations_times_the_seconds_of_one():
    run = replace(RUN, optimizers=(LBFGS(), SGD(lr=0.1)), seeds=1)
    logs = by_contender(train(run), run.seeds)
    drawn = training_figure(run, logs, ModelView(measure="loss", by="second"), load("en"), (0, 1), TIMES)
    counts = [np.mean([log.evaluations for log in group], axis=0) for group in logs]
    for role, every, cut in (("train", 1, slice(-1)), ("test", run.steps_per_epoch, slice(None))):
        shown = [one for one in drawn.data if one.meta["role"] == role]
        for trace, count, seconds in zip(shown, counts, TIMES, strict=True):
            np.testing.assert_allclose(trace.x, seconds * count[cut][::every])
    assert drawn.layout.xaxis.range[1] == (1 + BESIDE) * max(TIMES[0] * counts[0][-1], TIMES[1] * run.steps)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_alternative_text_gives_the_seconds_of_each_training(language):
    logs = by_contender(train(RUN), RUN.seeds)
    text = training_alt(RUN, logs, ModelView(by="second"), load(language), TIMES)
    for seconds in TIMES:
        assert f"{seconds * RUN.steps:.3g}" in text


def test_seconds_to_the_target_are_a_median_in_which_none_is_last():
    logs = by_contender(train(RUN), RUN.seeds)
    found = costs_to(RUN, logs, 0.5, TIMES)
    for arrivals, seconds, time_ in zip(epochs_to(logs, 0.5), found, TIMES, strict=True):
        middle = sorted(arrivals, key=lambda epoch: np.inf if epoch is None else epoch)[len(arrivals) // 2]
        assert seconds == (None if middle is None else time_ * middle * RUN.steps_per_epoch)
    assert any(seconds is not None for seconds in found)
    assert costs_to(RUN, logs, 1e-9, TIMES).count(None)


def test_the_table_of_numbers_has_the_seconds_if_they_are_known():
    logs = train(RUN)
    rows = [row for row in csv.DictReader(io.StringIO(model_csv(logs, TIMES))) if row["curve"] == "seconds"]
    assert [float(row["value"]) for row in rows[: RUN.steps]] == pytest.approx(
        [TIMES[0] * step for step in range(1, RUN.steps + 1)]
    )
    assert len(rows) == len(logs) * RUN.steps
    assert "seconds" not in model_csv(logs)
