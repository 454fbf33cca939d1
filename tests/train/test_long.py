"""Trainings of thousands of updates: measured less often, exact in all else, and shown by their update numbers."""

import csv
import io
from dataclasses import replace

import numpy as np
import pytest

from optim_core.base.text import LANGUAGES, load
from optim_core.explain.lessons import training_measures
from optim_core.explain.training_diagnosis.evidence import Evidence
from optim_core.explain.training_diagnosis.fit import fit
from optim_core.explain.training_diagnosis.probes import Probes
from optim_core.explain.training_diagnosis.spikes import spikes
from optim_core.export.csv_tables import model_csv
from optim_core.export.model_script import model_script
from optim_core.figures.training.curves import training_figure
from optim_core.optimizers import SGD, Adam
from optim_core.optimizers.schedules import OneCycleLR, StepLR
from optim_core.specs import MAX_MODEL_STEPS, MAX_OPTIMIZERS, ModelSweep
from optim_core.specs.thinning import MOST_ROWS
from optim_core.specs.views import ModelView
from optim_core.sweep.model_sweep import model_sweep
from optim_core.train import begin, finished, recording_steps, segment, train
from optim_core.train.arrivals import epochs_to
from optim_core.train.checkpoint import MEASURES
from optim_core.train.recording_steps import MOST_MEASURED_EPOCHS, epochs_between, measured_epochs
from tests.scripts import printed
from tests.trainings import LONG, firsts_of, logs_of

NOTHING = Probes(ahead=np.full(8, np.nan), slopes=np.full(2, np.nan))


def test_the_example_is_long_and_its_second_contender_diverges_late():
    done, diverged = firsts_of(LONG)
    assert (LONG.steps, epochs_between(LONG)) == (5_002, 2)
    assert not done.status.diverged
    assert diverged.status.diverged
    assert MOST_ROWS < diverged.stopped_at < LONG.steps


@pytest.mark.parametrize("epochs", [1, 7, MOST_MEASURED_EPOCHS, MOST_MEASURED_EPOCHS + 1, 9_999, MAX_MODEL_STEPS])
def test_epochs_are_measured_evenly_to_the_last_and_their_number_is_bounded(epochs):
    run = replace(LONG, epochs=epochs, batch_size=100)
    found = measured_epochs(run)
    assert (found[0], found[-1]) == (0, epochs)
    assert len(found) <= MOST_MEASURED_EPOCHS + 1
    assert set(np.diff(found)[:-1]) <= {epochs_between(run)}
    if epochs <= MOST_MEASURED_EPOCHS:
        assert len(found) == epochs + 1


def test_measuring_less_often_changes_nothing_else(monkeypatch):
    thinned = firsts_of(LONG)
    monkeypatch.setattr(recording_steps, "MOST_MEASURED_EPOCHS", MAX_MODEL_STEPS)
    for log, whole in zip(thinned, train(LONG), strict=True):
        np.testing.assert_array_equal(log.loss, whole.loss)
        np.testing.assert_array_equal(log.weights, whole.weights)
        assert (log.status, log.stopped_at) == (whole.status, whole.stopped_at)
        assert len(whole.test_loss) > 1.9 * len(log.test_loss)
        for name in MEASURES:
            np.testing.assert_array_equal(getattr(log, name), getattr(whole, name)[log.measured_epochs])


def test_a_training_in_segments_is_measured_at_the_same_epochs():
    run = replace(LONG, optimizers=LONG.optimizers[:1], epochs=MOST_MEASURED_EPOCHS + 3, batch_size=100)
    checkpoint = begin(run)
    while not finished(run, checkpoint):
        checkpoint = checkpoint.then(segment(run, checkpoint.networks, 0.2))
    assert len(checkpoint.record.epochs) == len(measured_epochs(run))
    np.testing.assert_array_equal(checkpoint.record.epochs[:, 0, 2], train(run)[0].test_loss)


@pytest.mark.parametrize("measure", ["score", "loss"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_curves_are_bounded_lie_at_their_epochs_and_show_every_extreme(measure, language):
    view = ModelView(measure=measure, smoothing=0.0)
    figure = training_figure(LONG, logs_of(LONG), view, load(language), (0, 1))
    for index, log in enumerate(firsts_of(LONG)):
        own = {trace.meta["role"]: trace for trace in figure.data if trace.meta.get("index") == index}
        assert np.asarray(own["test"].x).tolist() == log.measured_epochs.tolist()
        x, y = np.asarray(own["train"].x), np.asarray(own["train"].y)
        assert len(x) <= MOST_ROWS + 2
        if measure == "loss":
            rows = np.rint(x * LONG.steps_per_epoch).astype(int)
            assert (rows[0], rows[-1]) == (0, len(log.loss) - 1)
            assert {int(log.loss.argmax()), int(log.loss.argmin())} <= set(rows.tolist())
            np.testing.assert_allclose(y, log.loss[rows], rtol=1e-6)


def test_the_cross_of_a_divergence_is_at_its_step():
    figure = training_figure(LONG, logs_of(LONG), ModelView(measure="loss"), load("en"), (0, 1))
    (cross,) = (trace for trace in figure.data if trace.meta["role"] == "head")
    assert cross.x == (firsts_of(LONG)[1].stopped_at / LONG.steps_per_epoch,)


def test_the_table_has_the_numbers_of_updates_and_epochs():
    logs = firsts_of(LONG)
    rows = list(csv.DictReader(io.StringIO(model_csv(logs))))
    for number, log in enumerate(logs):
        name = list(dict.fromkeys(row["contender"] for row in rows))[number]
        own = [(row["curve"], int(row["at"]), float(row["value"])) for row in rows if row["contender"] == name]
        losses = {at: value for curve, at, value in own if curve == "batch_loss"}
        assert len(losses) <= MOST_ROWS + 2
        assert all(value == log.loss[at - 1] for at, value in losses.items())
        assert {int(log.loss.argmax()) + 1, len(log.loss)} <= set(losses)
        assert {at: value for curve, at, value in own if curve == "test_loss"} == dict(
            zip(log.measured_epochs.tolist(), log.test_loss.tolist(), strict=True)
        )


def test_the_longest_table_has_a_bounded_number_of_rows():
    log = replace(
        firsts_of(LONG)[0],
        loss=np.random.default_rng(0).random(MAX_MODEL_STEPS),
        evaluations=np.arange(MAX_MODEL_STEPS + 1),
    )
    assert model_csv([log] * MAX_OPTIMIZERS).count("batch_loss") <= MAX_OPTIMIZERS * (MOST_ROWS + 2)


def test_arrivals_and_lessons_count_epochs():
    log = replace(firsts_of(LONG)[0], test_loss=np.array([1.0, 0.5, 0.01, 0.0]), measured_epochs=np.array([0, 2, 4, 5]))
    assert epochs_to([[log]], 0.1) == ((4,),)
    one = replace(LONG, optimizers=LONG.optimizers[:1])
    assert training_measures.best_epoch(one, (log,), 0) == 5
    whole = firsts_of(LONG)[:1]
    assert training_measures.loss_in_training(one, whole, 0, epoch=100) == whole[0].train_loss[50]
    assert training_measures.loss_in_training(one, whole, 0) == whole[0].train_loss[-1]


def evidence(**fields) -> Evidence:
    return Evidence(run=LONG, logs=(replace(firsts_of(LONG)[0], **fields),), probes=NOTHING)


def test_overfitting_begins_at_its_epoch():
    rows = len(firsts_of(LONG)[0].measured_epochs)
    falling = np.linspace(0.7, 0.1, rows)
    rising = np.concatenate([np.linspace(0.7, 0.3, 101), np.linspace(0.3, 0.9, rows - 100)[1:]])
    (finding,) = fit(evidence(train_loss=falling, test_loss=rising))
    assert (finding.key, finding.values["epoch"], finding.step) == ("overfit", 200, 200 * LONG.steps_per_epoch)


def test_a_spike_as_short_as_in_a_short_training_is_found_at_its_update():
    losses = np.full(MAX_MODEL_STEPS, 0.01)
    losses[11_000:11_040] = np.linspace(5.0, 1.0, 40)
    (finding,) = spikes(evidence(loss=losses, updates_at=np.array([100, 200]), update_ratio=np.ones((2, 2))))
    assert (finding.key, finding.step) == ("spikes", 11_001)


def test_the_noise_of_a_long_training_does_not_add_up_to_a_rate_that_is_too_high():
    def rises(updates: int) -> float:
        run = replace(LONG, epochs=updates // LONG.steps_per_epoch)
        noise = 0.01 * np.random.default_rng(0).standard_normal(len(measured_epochs(run)))
        log = replace(firsts_of(LONG)[0], train_loss=0.5 + noise, loss=np.full(updates, 0.5))
        return Evidence(run=run, logs=(log,), probes=NOTHING).rises

    assert rises(20_000) == pytest.approx(rises(2_000), rel=0.15)


def test_the_script_measures_at_the_same_epochs(tmp_path):
    lines = printed(model_script(LONG) + "print({name: len(rows) for name, rows in CURVES.items()})\n", tmp_path)
    for line, log in zip(lines, firsts_of(LONG), strict=False):
        loss = float(line.partition("loss=")[2].split()[0])
        assert loss == pytest.approx(log.train_loss[-1], rel=1e-3)
    assert str(len(firsts_of(LONG)[0].test_loss)) in lines[-1]
    assert "continue" not in model_script(replace(LONG, epochs=100)).partition("train_once")[2]


def test_a_map_of_long_trainings_has_the_scores_of_each_training():
    settings = {"dataset": LONG.dataset, "model": LONG.model, "epochs": 2_003, "batch_size": 100}
    spec = ModelSweep(optimizer=Adam(), axes={"lr": [0.003, 0.03]}, **settings)
    result = model_sweep(spec)
    for cell in range(2):
        (log,) = train(spec.run_at(cell))
        assert result.best_score[cell] == pytest.approx(log.test_score.max(), abs=1e-6)
        assert result.final_loss[cell] == pytest.approx(log.train_loss[-1], rel=1e-3)


def test_planned_rates_are_those_of_each_update_and_are_made_once_for_each_doubling(monkeypatch):
    log = replace(firsts_of(LONG)[0], optimizer=SGD(lr=0.3, momentum=0.9, schedule=OneCycleLR(total_steps=4_321)))
    whole = log.optimizer.schedule_values(log.loss.tolist())
    assert set(whole) == {"lr", "momentum"}
    for count in (0, 1, 2, 63, 64, 65, len(log.loss)):
        cut = replace(log, loss=log.loss[:count])
        assert {name: values.tolist() for name, values in cut.scheduled.items()} == {
            name: values[:count] for name, values in whole.items() if count
        }
    calls = []
    monkeypatch.setattr(SGD, "schedule_values", lambda self, losses: calls.append(1) or {"lr": [0.1 for _ in losses]})
    for count in range(4_100, 4_200):
        assert (
            len(replace(log, optimizer=SGD(lr=0.123, schedule=StepLR()), loss=log.loss[:count]).scheduled["lr"])
            == count
        )
    assert len(calls) == 1
