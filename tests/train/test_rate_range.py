"""The learning-rate range test finds rates that train, and says nothing where nothing can be learned."""

import math
from dataclasses import replace

import numpy as np
import pytest

from optim_core.base.text import LANGUAGES, load
from optim_core.figures.training.rate_range import rate_range_alt, rate_range_drawing
from optim_core.models import MLP, Logistic
from optim_core.models.datasets import XOR, BreastCancer, Circles, Diabetes, Digits, Moons, Sine, Wine
from optim_core.models.default_models import DEFAULT_MODELS
from optim_core.models.openings import OPENINGS
from optim_core.optimizers import SGD, Adam, Rprop
from optim_core.optimizers.schedules import RATE, CosineAnnealingLR
from optim_core.specs import ModelRun
from optim_core.sweep.model_sweep import train_settings
from optim_core.train import train
from optim_core.train.checkpoint import MEASURES
from optim_core.train.rate_range import HIGHEST, LOWEST, UPDATES, is_testable, range_run, rate_ranges, running_median

OPTIMIZERS = (SGD(lr=1e-4), Adam(lr=1e-6, schedule=CosineAnnealingLR()))


@pytest.mark.parametrize(("dataset", "score"), [(Digits(), 0.92), (Moons(), 0.9)])
def test_the_suggested_rates_train(dataset, score):
    run = ModelRun(dataset=dataset, model=DEFAULT_MODELS[type(dataset)], optimizers=OPTIMIZERS, epochs=60)
    found = rate_ranges(range_run(run))
    assert all(one.best in RATE.ticks for one in found)
    better = [replace(one, lr=each.best, schedule=None) for one, each in zip(run.optimizers, found, strict=True)]
    assert all(log.test_score[-1] > score for log in train(replace(run, optimizers=better)))
    assert all(log.test_score[-1] < score - 0.1 for log in train(run))


def test_the_rates_grow_evenly_over_a_few_hundred_updates_whatever_was_set():
    run = ModelRun(dataset=Digits(), model=MLP(), optimizers=OPTIMIZERS, epochs=2, sharpness=True)
    tested = range_run(run)
    assert UPDATES <= tested.steps < UPDATES + tested.steps_per_epoch
    assert repr(tested) == repr(range_run(replace(run, optimizers=(SGD(lr=3.0), Adam(lr=0.5)), epochs=9)))
    for one in rate_ranges(tested):
        assert one.rates[0] == pytest.approx(LOWEST)
        assert np.allclose(np.diff(np.log(one.rates)), math.log(HIGHEST / LOWEST) / (tested.steps - 1))
        assert (one.low <= one.middle).all()
        assert (one.middle <= one.high).all()
        assert np.isfinite(one.high).all()


def test_nothing_is_suggested_where_nothing_can_be_learned():
    run = ModelRun(dataset=XOR(label_noise=0.5), model=Logistic(), optimizers=(SGD(), Adam()), batch_size=16)
    assert [one.best for one in rate_ranges(range_run(run))] == [None, None]


def test_a_running_median_follows_a_step_at_once_and_no_single_loss():
    losses = np.repeat([3.0, 1.0], 50)
    spiked = losses.copy()
    spiked[20] = 1e9
    assert running_median(np.stack([losses, spiked])).tolist() == losses.tolist()


def test_no_rate_is_marked_where_the_loss_is_lowest_at_the_end():
    run = ModelRun(dataset=Wine(), model=Logistic(), optimizers=(SGD(), SGD(momentum=0.9), Adam()))
    found = rate_ranges(range_run(run))
    assert [(one.best, one.ended_early) for one in found] == [(None, True)] * 3
    assert [(len(one.rates), one.best) for one in rate_ranges(range_run(run), seconds=0.0)] == [(1, None)] * 3


def test_most_marked_rates_are_within_a_factor_of_three_of_one_that_trains_well():
    """A rate of a grid trains well if its loss in the end is at most 10 % or 0.01 above that of the best one."""
    grid, distances = np.logspace(-4, 1, 21), []
    for dataset in (BreastCancer(), Diabetes(), Moons(), Circles(), Sine(), XOR()):
        run = ModelRun(dataset=dataset, model=DEFAULT_MODELS[type(dataset)], optimizers=(SGD(), Adam()))
        run = replace(run, epochs=OPENINGS[type(dataset)].epochs)
        for one in rate_ranges(range_run(run)):
            trained = train_settings(replace(run, optimizers=(one.optimizer,), seed=50), len(grid), {"lr": grid}, 60)
            loss = np.where(trained.stopped_at < 0, trained.measures[:, MEASURES.index("train_loss")], np.inf)
            good = grid[loss <= loss.min() + max(0.1 * loss.min(), 0.01)]
            distances.append(min(max(one.best / rate, rate / one.best) for rate in good))
    assert sum(distance <= 3 for distance in distances) >= 10, distances
    assert max(distances) < 10


def test_a_rate_that_is_only_the_first_step_is_not_tested():
    assert is_testable(Adam())
    assert not is_testable(Rprop())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_figure_has_a_line_a_band_and_a_mark_a_contender(language):
    t = load(language)
    run = ModelRun(dataset=Digits(), model=MLP(), optimizers=(Adam(), SGD(weight_decay=10.0)), batch_size=512)
    found = rate_ranges(range_run(run))
    drawing = rate_range_drawing(found, ["Adam", "SGD"], [1, 4], t)
    roles = [(trace["meta"]["role"], trace["meta"]["index"]) for trace in drawing["data"]]
    assert {("rates", 1), ("rates_band", 1), ("rates_best", 1), ("rates", 4)} <= set(roles)
    assert all(np.isfinite(trace["y"]).all() for trace in drawing["data"])
    assert len(found[1].rates) < len(found[0].rates)
    assert "Adam" in rate_range_alt(found, ["Adam", "SGD"], t)
