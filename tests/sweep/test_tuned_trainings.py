"""The fair race on trainings: equal trials, validation data for tuning, fresh seeds and test data for comparing."""

import time
from dataclasses import replace

import numpy as np
import pytest

from optim_core.base.errors import SpecError
from optim_core.base.text import LANGUAGES, load
from optim_core.explain.advice import Labels, advice
from optim_core.models import MLP, AssociativeMemory
from optim_core.models.datasets import Associations, Moons
from optim_core.optimizers import SGD, Adam, Muon, Rprop
from optim_core.optimizers.schedules import CosineAnnealingLR
from optim_core.specs import TunedTrainings
from optim_core.sweep.tuned_trainings import lowest_validation_loss, tuned_comparison, untrained
from optim_core.sweep.tuning_job import TuningJob
from optim_core.train import train

SPEC = TunedTrainings(
    dataset=Moons(samples=120),
    model=MLP(width=8),
    optimizers=(SGD(), Adam(), Muon()),
    trials=6,
    tuning_seeds=2,
    fresh_seeds=7,
    epochs=6,
    batch_size=16,
)


def finish(job: TuningJob) -> TuningJob:
    job.start()
    job._thread.join(120)
    return job


@pytest.fixture(scope="module")
def raced() -> TuningJob:
    return finish(TuningJob(SPEC))


def test_every_contender_gets_the_same_trials_over_its_range_and_both_settings_the_same_seeds(raced):
    assert raced.done
    assert not raced.failed
    assert raced.progress == 1.0
    for one in raced.contenders:
        assert one.settings.shape == (6, 1)
        assert not np.isnan(one.score).any()
        assert len(one.tuned_score) == len(one.default_score) == 7
        assert not np.isnan(one.tuned_score).any()
        assert not np.isnan(one.default_score).any()
    sgd = raced.contenders[0]
    assert np.log10(sgd.settings[:, 0]) == pytest.approx(np.linspace(*np.log10(sgd.settings[[0, -1], 0]), 6))


def test_a_trial_is_the_training_of_its_setting_judged_by_validation_data(raced):
    for one in raced.contenders:
        for trial, index in ((1, 0), (one.best, 1)):
            (log,) = train(SPEC.tuning_run(one.at(trial), index))
            assert one.score[trial, index] == pytest.approx(log.test_score[-1], abs=1e-6)
            assert one.loss[trial, index] == pytest.approx(log.test_loss[-1], rel=1e-4)
        assert one.loss[one.best].mean() == one.mean_loss.min()


def test_the_comparison_uses_all_training_data_test_data_and_seeds_that_tuning_has_not_seen(raced):
    adam = raced.contenders[1]
    run = SPEC.fresh_run(adam.tuned)
    assert run.dataset == SPEC.dataset
    logs = train(run)
    assert [log.test_score[-1] for log in logs] == pytest.approx(adam.tuned_score.tolist())
    fresh = {log.seed for log in logs}
    tuning = {SPEC.tuning_run(adam.tuned, index).seed for index in range(SPEC.tuning_seeds)}
    assert not fresh & tuning
    last = replace(SPEC, seed=2**31 - 1, tuning_seeds=1)
    fresh_run = last.fresh_run(adam.tuned)
    assert last.tuning_run(adam.tuned, 0).seed not in range(fresh_run.seed, fresh_run.seed + fresh_run.seeds)


def test_the_advice_names_the_best_what_is_like_it_and_what_is_worse(raced):
    found = tuned_comparison(raced.contenders)
    assert found.seeds == 7
    names = ["SGD lr 1", "Adam lr 0.1", "Muon lr 0.1"]
    for language in LANGUAGES:
        text = advice(found, Labels(names=names, number="{:.3f}".format), load(language))
        assert all(name in text for name in names)


def test_a_cosine_schedule_is_kept_where_it_lowers_the_validation_loss():
    spec = replace(SPEC, optimizers=(SGD(), Adam(), Rprop()), trials=4, try_cosine=True)
    job = finish(TuningJob(spec))
    assert (job.done, job.failed, job.progress) == (True, False, 1.0)
    sgd, adam, rprop = job.contenders
    for one in (sgd, adam):
        run = spec.cosine_run(one.at(one.best))
        assert run.optimizers[0].schedule == CosineAnnealingLR(T_max=run.steps)
        assert [log.test_loss[-1] for log in train(run)] == pytest.approx(one.cosine_loss.tolist())
        assert one.cosine_is_better == (one.cosine_loss.mean() < one.mean_loss[one.best])
        better = replace(one, cosine_loss=one.loss[one.best] - 0.01)
        assert better.tuned == replace(one.at(one.best), schedule=CosineAnnealingLR(T_max=spec.fresh_run(SGD()).steps))
        for loss in (one.loss[one.best] + 0.01, np.array([np.inf, 0.0]), np.array([np.nan, 0.0])):
            assert replace(one, cosine_loss=loss).tuned == one.at(one.best)
    assert np.isnan(rprop.cosine_loss).all()  # its lr is the size of the first step only
    assert rprop.tuned.schedule is None
    scheduled = [log.test_score[-1] for log in train(spec.fresh_run(adam.tuned))]
    assert scheduled == pytest.approx(adam.tuned_score.tolist())


def test_good_settings_are_those_near_the_lowest_validation_loss_of_all(raced):
    lowest = lowest_validation_loss(raced.contenders)
    assert lowest == min(one.mean_loss.min() for one in raced.contenders)
    assert any(one.good(lowest)[one.best] for one in raced.contenders)
    losses = np.array([[1.0, 1.0], [1.1, 1.09], [1.2, 1.1], [np.inf, 1.0], [np.nan, 1.0], [9.0, 9.0]])
    one = replace(raced.contenders[0], loss=losses)
    assert one.best == 0
    assert one.good(1.0).tolist() == [True, True, False, False, False, False]
    assert replace(one, loss=np.where(losses < 1.15, losses - 0.999, losses)).good(0.001).tolist()[0]


def test_before_the_end_there_is_no_comparison_and_a_contender_that_always_diverges_has_no_result():
    job = TuningJob(SPEC)
    assert (job.progress, job.seconds_left) == (0.0, None)
    assert tuned_comparison(job.contenders) is None
    assert np.isnan(lowest_validation_loss(job.contenders))
    lost = replace(untrained(SPEC, SGD()), score=np.full((6, 2), -np.inf), loss=np.full((6, 2), np.inf))
    good = replace(lost, score=np.ones((6, 2)), loss=np.ones((6, 2)), tuned_score=np.linspace(0.8, 0.9, 7))
    assert (lost.best, lost.tuned) == (None, None)
    found = tuned_comparison([lost, good])
    assert found.order == (1,)
    assert advice(found, Labels(names=["SGD", "Adam"], number=str), load("en")) == "For this data and model: Adam."


def test_a_race_that_is_stopped_goes_on_where_it_was():
    job = TuningJob(replace(SPEC, epochs=60))
    job.start()
    while not job.progress:
        time.sleep(0.01)
    job.stop()
    job._thread.join(30)
    assert 0 < job.progress < 1
    assert not job.done
    assert finish(job).done
    assert job.progress == 1.0


def test_a_race_that_runs_out_of_time_says_so_and_compares_nothing(monkeypatch):
    monkeypatch.setattr("optim_core.sweep.tuning_job.MODEL_SECONDS", 0.05)
    job = finish(TuningJob(replace(SPEC, epochs=200)))
    assert job.done
    assert job.out_of_time
    assert tuned_comparison(job.contenders) is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"trials": 400}, "limit of 1024"),
        ({"tuned": ("beta9",)}, "beta9 is not one of lr"),
        ({"tuned": "lr"}, "TunedTrainings.tuned"),
        ({"fresh_seeds": 17}, "fresh_seeds"),
        ({"dataset": Associations(), "model": AssociativeMemory()}, "nothing is left to validate on"),
        ({"dataset": "Moons"}, "TunedTrainings.dataset"),
    ],
)
def test_limits_are_refused_by_name(changes, message):
    with pytest.raises(SpecError, match=message):
        replace(SPEC, **changes)
