"""The fair race over several data sets: what each contender pays on each, and what is left out."""

import time
from dataclasses import replace

import numpy as np
import pytest

from optim_core.evidence.profiles import cost_ratios, profile_scores, profile_steps
from optim_core.models.datasets import XOR, Circles, Moons
from optim_core.optimizers import LBFGS, SGD, Adam
from optim_core.specs.results import by_contender
from optim_core.sweep import data_set_job, tuning_job
from optim_core.sweep.data_set_job import DataSetJob
from optim_core.sweep.data_set_race import SETS, DataSetRace, DataSetResult, data_set_race
from optim_core.sweep.tuning_job import TuningJob
from optim_core.train import train
from optim_core.train.arrivals import costs_to, epochs_to
from tests.sweep.test_tuned_trainings import SPEC

RACE = replace(SPEC, optimizers=(SGD(), Adam()), trials=3, tuning_seeds=1, fresh_seeds=3)
SPECS = DataSetRace((RACE, replace(RACE, dataset=Circles(samples=100))))


def finish(job):
    job.start()
    job._thread.join(120)
    return job


@pytest.fixture(scope="module")
def raced() -> DataSetJob:
    return finish(DataSetJob(SPECS))


def test_each_data_set_has_its_own_tuning_and_comparison(raced):
    assert raced.done
    assert not raced.failed
    assert not raced.late
    assert raced.progress == 1.0
    for race, result in zip(SPECS.races, raced.found, strict=True):
        alone = finish(TuningJob(race))
        assert result.tuned == tuple(one.tuned for one in alone.contenders)
        groups = by_contender(train(result.run), race.fresh_seeds)
        for logs, others in zip(result.logs, groups, strict=True):
            for log, other in zip(logs, others, strict=True):
                np.testing.assert_array_equal(log.test_loss, other.test_loss)


def test_costs_are_evaluations_or_what_an_evaluation_costs_and_never_nothing(raced):
    for result in raced.found:
        steps = result.run.steps_per_epoch
        arrivals = [sorted(np.inf if each is None else each for each in one) for one in epochs_to(result.logs, 0.2)]
        medians = np.array([one[len(one) // 2] for one in arrivals])
        np.testing.assert_array_equal(result.costs(0.2), medians * steps)
        np.testing.assert_allclose(result.costs(0.2, (0.5, 3.0)), medians * steps * (0.5, 3.0))
        at_once = result.costs(1.0)
        assert (at_once >= 1).all()


def test_a_contender_without_a_setting_never_arrives(raced):
    (result, _) = raced.found
    best = int(np.argmin(result.costs(0.5)))
    tuned = tuple(one if index == best else None for index, one in enumerate(result.tuned))
    only = DataSetResult(race=result.race, tuned=tuned, logs=result.logs[best : best + 1])
    assert only.run.optimizers == (result.tuned[best],)
    assert only.costs(0.5)[1 - best] == np.inf
    assert [only.costs(0.5)[best]] == costs_to(only.run, only.logs, 0.5, [1.0])
    none = DataSetResult(race=result.race, tuned=(None, None), logs=())
    assert none.run is None
    assert (none.costs(0.5) == np.inf).all()


def test_a_race_is_stopped_and_continued_to_the_same_results(raced):
    job = DataSetJob(SPECS)
    for _ in range(20):
        job.start()
        time.sleep(0.3)
        job.stop()
        job._thread.join(60)
        if job.done:
            break
    finish(job)
    assert [one.tuned for one in job.found] == [one.tuned for one in raced.found]
    assert [one.costs(0.2).tolist() for one in job.found] == [one.costs(0.2).tolist() for one in raced.found]


@pytest.mark.parametrize("module", [tuning_job, data_set_job])
def test_a_data_set_that_takes_too_long_is_left_out_and_named(module, monkeypatch):
    monkeypatch.setattr(module, "MODEL_SECONDS", 0.0)
    job = finish(DataSetJob(SPECS))
    assert (job.found, job.late) == ([], list(SPECS.races))
    assert job.done
    assert job.out_of_time
    assert not job.failed


@pytest.mark.parametrize("sets", SETS)
def test_every_group_is_raced_with_usual_settings_whatever_the_page_has(sets):
    wide = replace(RACE, optimizers=(SGD(), Adam(), LBFGS()), dataset=XOR(), epochs=1, batch_size=7)
    races = data_set_race(wide, sets).races
    assert [type(race.dataset) for race in races] == list(SETS[sets])
    assert len({type(race.dataset) for race in races}) == len(races)
    assert all((race.optimizers, race.trials) == (wide.optimizers, wide.trials) for race in races)
    assert next((race for race in races if isinstance(race.dataset, Moons)), replace(RACE, epochs=30)).epochs == 30


def test_a_profile_rises_where_a_contender_is_as_near_to_the_cheapest():
    costs = np.array([[10.0, 40.0, np.inf, np.inf], [20.0, 20.0, 5.0, np.inf]])
    factors, shares = profile_steps(cost_ratios(costs))
    np.testing.assert_array_equal(factors, [1, 2])
    np.testing.assert_array_equal(shares, [[0.25, 0.5], [0.5, 0.75]])
    np.testing.assert_allclose(profile_scores(cost_ratios(costs)), [(1 + 2 / 3) / 4, (2 + 2 / 3) / 4])
