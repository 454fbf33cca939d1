"""A schedule's length follows the run's, unless it was set by hand."""

import pytest

from optim_core.optimizers.schedules import SCHEDULES, CosineAnnealingLR, LinearLR, OneCycleLR
from optim_core.permalink import read_surface_run
from optim_core.permalink.schedule_length import fitting_length, length_of, run_steps, with_fitting_lengths

RACE = {"surface": "Sphere", "o1": "SGD", "steps": "400", "o1.schedule": "CosineAnnealingLR"}
FITS = RACE | {"o1.schedule.T_max": "400"}
TRAINING = {"dataset": "Moons", "model": "MLP", "o1": "SGD", "o1.schedule": "OneCycleLR"}


@pytest.mark.parametrize(
    ("before", "change", "length"),
    [
        (FITS, {"steps": "1000"}, "1000"),
        (FITS, {"steps": "200"}, None),
        (RACE | {"steps": "200"}, {"steps": "300"}, "300"),
        (FITS, {"o1.schedule.warmup": "50"}, "350"),
        (FITS | {"o1.schedule.warmup": "50", "o1.schedule.T_max": "350"}, {"steps": "500"}, "450"),
        (FITS | {"o1.schedule.warmup": "50", "o1.schedule.T_max": "350"}, {"o1.schedule.warmup": "0"}, "400"),
        (FITS, {"o1.schedule.warmup": "4000"}, "1"),
        (FITS, {"o1.lr": "0.5"}, "400"),
        (RACE, {"steps": "1000"}, None),
        (RACE | {"o1.schedule.T_max": "77"}, {"steps": "1000"}, "77"),
        (FITS, {"o1.schedule.T_max": "99"}, "99"),
        (FITS, {"steps": "500", "o1.schedule.T_max": "450"}, "450"),
        (FITS, {"steps": "no"}, "400"),
    ],
)
def test_a_length_that_was_left_alone_is_the_length_of_the_run(before, change, length):
    after = with_fitting_lengths(before, before | change)
    assert after.get("o1.schedule.T_max") == length
    assert {name: text for name, text in after.items() if name != "o1.schedule.T_max"} == {
        name: text for name, text in (before | change).items() if name != "o1.schedule.T_max"
    }


@pytest.mark.parametrize("change", [{"epochs": "7"}, {"batch_size": "16"}, {"dataset": "Digits"}])
def test_on_a_model_it_is_the_number_of_updates(change):
    before = TRAINING | {"o1.schedule.total_steps": str(run_steps(TRAINING))}
    after = with_fitting_lengths(before, before | change)
    assert run_steps(after) != run_steps(before)
    assert after["o1.schedule.total_steps"] == str(run_steps(after))


def test_each_contender_has_its_own_length_and_another_schedule_keeps_its_own():
    second = {"o2": "Adam", "o2.schedule": "PolynomialLR", "o2.schedule.total_iters": "30"}
    after = with_fitting_lengths(FITS | second, FITS | second | {"steps": "800"})
    assert (after["o1.schedule.T_max"], after["o2.schedule.total_iters"]) == ("800", "30")
    changed = FITS | {"o1.schedule": "PolynomialLR", "steps": "800"}
    assert with_fitting_lengths(FITS, changed) == changed


def test_a_link_keeps_its_meaning():
    """Reading one changes no length, whether it fits or not."""
    (optimizer,) = read_surface_run(RACE).optimizers
    assert length_of(optimizer.schedule) == 200 != fitting_length(optimizer.schedule, 400)
    assert with_fitting_lengths(RACE, RACE) == RACE


def test_only_schedules_that_are_meant_to_be_as_long_as_a_run_have_a_length():
    assert {cls.__name__ for cls in SCHEDULES if length_of(cls()) is not None} == {
        "CosineAnnealingLR",
        "OneCycleLR",
        "PolynomialLR",
        "WarmupStableDecay",
    }
    assert length_of(LinearLR()) is None
    assert fitting_length(OneCycleLR(warmup=10), 300) == 290
    assert fitting_length(CosineAnnealingLR(), 100_000) == 20_000
