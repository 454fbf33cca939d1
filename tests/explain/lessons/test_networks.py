"""What the lessons on networks say holds for other seeds, too."""

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import torch

from optim_core.base.result import Status
from optim_core.explain.lessons import LESSONS, run_scene
from optim_core.explain.lessons.measures import MEASURES
from optim_core.explain.seed_summary import score_comparison
from optim_core.models.datasets import Associations
from optim_core.optimizers import SGD, Muon
from optim_core.specs import ModelRun
from optim_core.surfaces import StyblinskiTang


@cache
def numbers(name: str, seed: int = 0) -> dict[str, float]:
    """The numbers of a lesson whose training starts at `seed` instead."""
    lesson = LESSONS[name]
    scenes = tuple(replace(scene, seed=seed) if isinstance(scene, ModelRun) else scene for scene in lesson.scenes)
    return dict(replace(lesson, scenes=scenes).numbers([run_scene(scene) for scene in scenes]))


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", ["loss-curves", "mini-batch", "schedules", "warm-up"])
def test_the_answer_does_not_depend_on_the_seed(name, seed):
    question = LESSONS[name].question
    assert question.right(numbers(name, seed)) == question.right(numbers(name))


@pytest.mark.parametrize("seed", range(3))
def test_what_is_said_about_loss_curves_batches_and_schedules_holds_by_a_wide_margin(seed):
    curves, batches, schedules = (numbers(name, seed) for name in ("loss-curves", "mini-batch", "schedules"))
    assert curves["start"] - curves["first"] < 0.3
    assert 4 * curves["third"] < curves["second"] < 0.3 * curves["start"]
    assert curves["fourth"] > 10 * curves["start"], "it never comes back"
    assert 5 * batches["small"] < batches["medium"] < 0.6 * batches["large"]
    assert 0.3 * batches["mean"] < batches["spread"] < batches["mean"]
    assert 5 * schedules["falling"] < schedules["large"] < schedules["small"]


@pytest.mark.parametrize("seed", range(3))
def test_adam_leads_on_a_long_tail_of_classes_and_not_without_one(seed):
    found = numbers("long-tail", seed)
    assert found["sgd"] > 1.6 * found["adam"]
    assert found["sgd_right"] < found["adam_right"] - 0.2
    assert abs(found["flat"] - found["adam_flat"]) < 0.15
    assert min(found["flat_right"], found["adam_flat_right"]) > 0.9


@pytest.mark.parametrize("seed", range(3))
def test_the_best_rate_falls_with_the_width_and_with_mup_by_at_most_one_step(seed):
    found = numbers("width", 10 * seed)
    assert found["wide_lr"] <= found["narrow_lr"] / 4
    assert found["wide_at_highest"] > 1.5 * found["wide_loss"]
    assert 0.5 <= found["mup_wide_lr"] / found["mup_narrow_lr"] <= 2
    assert found["mup_wide_loss"] < found["mup_narrow_loss"]


@pytest.mark.parametrize("seed", range(3))
def test_long_first_steps_of_adam_raise_the_loss_above_that_of_random_weights(seed):
    found = numbers("warm-up", seed)
    assert found["warm_start"] < 0.5 * found["before"] < found["before"] < found["cold_start"]
    assert found["times"] > 3


@pytest.mark.parametrize("seed", [0, 1])
def test_sgd_still_answers_with_the_mean_where_rmsprop_has_learned_to_add(seed):
    found = numbers("rmsprop", seed)
    mean = 1 / 12  # half the variance of the sum of two numbers that are uniform in [0, 1]
    assert 0.85 * mean < found["plain"] < mean
    assert 0.85 * mean < found["heavy"] < mean
    assert found["rmsprop"] < 0.15 * mean
    assert found["adagrad"] < 0.15 * mean, "it is the division that helps"


def test_the_share_of_runs_in_the_deep_well_is_that_of_its_part_of_the_map():
    ridge = min(np.roots([2, 0, -16, StyblinskiTang().tilt / 2]), key=abs)
    low, high = StyblinskiTang().domain[0]
    quarter = ((ridge - low) / (high - low)) ** 2
    found = numbers("local-minima")
    three_deviations = 3 * math.sqrt(quarter * (1 - quarter) / found["starts"])
    for name in ("plain", "rmsprop", "adam"):
        assert found[name] == pytest.approx(quarter, abs=three_deviations)
    assert quarter < found["heavy"] < 0.4, "momentum rolls over low ridges"
    none_of_ten = 0.75**10
    assert none_of_ten == pytest.approx(0.06, abs=0.005)


def test_the_wells_of_the_lesson_are_one_deep_two_less_deep_and_one_shallow():
    surface = StyblinskiTang()
    deep, *middle, shallow = sorted(float(surface(torch.tensor(one, dtype=torch.float64))) for one in surface.minima)
    assert middle[0] == pytest.approx(middle[1])
    assert middle[0] - deep == pytest.approx(shallow - middle[1]) == pytest.approx(14.14, abs=0.01)


@pytest.mark.parametrize("seed", range(3))
def test_without_decay_the_test_loss_rises_to_several_times_its_lowest_value(seed):
    found = numbers("overfitting", seed)
    assert found["train"] < 0.03
    assert found["times"] > 3
    assert found["lowest"] < found["decayed"] < 0.5 * found["test"]
    assert found["decayed_train"] > 4 * found["train"]
    assert found["best_epoch"] < 60
    assert abs(found["decayed_right"] - found["right"]) < 0.04, "the share of right answers hardly shows it"


@pytest.mark.parametrize("seed", [0, 100, 200])
def test_seeds_differ_by_more_than_the_best_two_contenders_do(seed):
    found = numbers("seeds", seed)
    assert 0.01 < found["adam_range"] < 0.025
    assert abs(found["adam"] - found["heavy"]) < found["adam_deviation"]
    assert found["adam"] - found["slow"] > 5 * found["slow_deviation"]


@pytest.mark.parametrize("seed", [0, 1])
def test_the_gradient_vanishes_in_a_plain_network_and_comes_back_in_a_gated_one(seed):
    found = numbers("vanishing", seed)
    factor = math.sqrt(16 * (2 * 16**-0.5) ** 2 / 12)  # spectral radius of 16 x 16 uniform weights in +-1/sqrt(16)
    assert factor == pytest.approx(0.577, abs=1e-3)
    assert found["faded"] == pytest.approx(factor**29, rel=0.99)
    assert found["gated_faded"] < 1e-4 < 0.3 < found["gated_after"]
    assert found["plain"] == pytest.approx(1 / 12, rel=0.06)
    assert found["gated"] < 0.06


@pytest.mark.parametrize("seed", range(5))
def test_steps_of_one_length_in_all_directions_learn_the_rare_keys(seed):
    found = numbers("matrices", seed)
    assert found["muon"] < 0.4 * min(found["heavy"], found["adam"])
    assert found["shampoo"] < 0.4 * min(found["heavy"], found["adam"])
    assert found["muon_right"] == 1 > max(found["heavy_right"], found["adam_right"])


def test_at_right_angles_plain_sgd_is_better_than_muon():
    (scene,) = LESSONS["matrices"].scenes
    apart = replace(scene, dataset=Associations(alike=0.0), optimizers=(SGD(lr=4), Muon(lr=0.35), Muon(lr=0.5)))
    logs = run_scene(apart)
    sgd, *muon = (MEASURES["loss_in_test"](apart, logs, index) for index in range(3))
    assert sgd < 0.2 * min(muon)


@pytest.mark.parametrize("seed", [0, 1])
def test_an_average_is_ahead_of_a_schedule_that_is_stopped_halfway(seed):
    found = numbers("schedule-free", seed)
    assert found["free"] < 0.7 * found["cosine"] < 0.7 * found["constant"]
    assert found["free_end"] < found["cosine_end"]
    assert found["free_test"] == pytest.approx(found["cosine_test"], rel=0.2)


def test_the_lab_gives_the_contenders_the_letters_that_the_lesson_states():
    (scene,) = LESSONS["seeds"].scenes
    assert score_comparison(run_scene(scene)).letters == ("A", "A", "B")
    found = numbers("seeds")
    least = min(found["adam_deviation"], found["heavy_deviation"]) / math.sqrt(found["seeds"])
    assert abs(found["adam"] - found["heavy"]) < least, "less than either standard error"


def test_a_network_that_diverged_has_an_infinite_loss_and_no_accuracy():
    scene = replace(LESSONS["seeds"].scenes[0], epochs=1, seeds=2)
    logs = [replace(log, status=Status.LEFT_DOMAIN) if log.seed else log for log in run_scene(scene)]
    for name in ("loss_in_training", "loss_in_test", "lowest_loss_in_test", "best_epoch"):
        assert MEASURES[name](scene, logs, 0) == math.inf
    assert MEASURES["accuracy"](scene, logs, 0) == logs[0].test_score[-1] / 2
    assert MEASURES["accuracy_deviation"](replace(scene, seeds=1), logs, 0) == 0
