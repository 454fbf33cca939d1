"""Figures and text of an equal-budget race."""

from dataclasses import replace

import numpy as np
import pytest

from optim_core.base.text import LANGUAGES, load
from optim_core.figures.maps.equal_budget import (
    CEILING,
    equal_budget_alt,
    profile_drawing,
    trials_drawing,
)
from optim_core.figures.style import STYLES, figure
from optim_core.optimizers.labels import labels
from optim_core.sweep.equal_budget import equal_budget_race
from optim_core.sweep.maps import EQUAL_BUDGET_EXAMPLE, MAPS_FORM, read_equal_budget_race

RACE = read_equal_budget_race(EQUAL_BUDGET_EXAMPLE)
RESULT = equal_budget_race(RACE, seconds=60)
NAMES = labels(RACE.optimizers)
INDICES = (0, 1, 2, 3, 4)


def test_the_classic_case_is_fact_20():
    assert MAPS_FORM.clean(EQUAL_BUDGET_EXAMPLE) == (EQUAL_BUDGET_EXAMPLE, [])
    found = {
        name: (f"{one.trials.final_loss[0, one.best]:.1e}", round(25 * one.success_rate))
        for name, one in zip(NAMES, RESULT.contenders, strict=True)
    }
    loss, reached = found.pop("RMSprop")  # it bounces in the end, so that its last digits are those of the rounding
    assert 0.02 < float(loss) < 0.2
    assert reached in (3, 4, 5)
    assert found == {
        "SGD momentum 0": ("6.1e-02", 1),
        "SGD momentum 0.9": ("4.4e-08", 5),
        "Adagrad": ("5.5e-04", 2),
        "Adam": ("4.1e-06", 7),
    }


def test_every_trial_is_a_point_and_a_cross_where_it_diverged():
    drawn = figure(trials_drawing(RESULT, NAMES, INDICES, load("en")))
    assert [(trace.name, trace.line.color) for trace in drawn.data] == [
        (name, STYLES[index].color) for name, index in zip(NAMES, INDICES, strict=True)
    ]
    for trace, one in zip(drawn.data, RESULT.contenders, strict=True):
        gone = np.array([status.diverged for status in one.trials.status[0]])
        assert len(trace.x) == 25
        assert [symbol == "x-thin-open" for symbol in trace.marker.symbol] == gone.tolist()
        assert (np.array(trace.y)[gone] == CEILING).all()
        np.testing.assert_allclose(np.array(trace.y)[~gone], one.remaining[~gone])


def test_trials_of_several_hyperparameters_stand_by_their_lr():
    race = read_equal_budget_race(
        {**EQUAL_BUDGET_EXAMPLE, "y": "beta1", "tuned": "axes", "trials": "9", "starts": "3", "steps": "20"}
    )
    assert race.tuned == ("lr", "momentum", "beta1") or race.tuned == ("lr", "beta1", "momentum")
    result = equal_budget_race(replace(race, optimizers=race.optimizers[-2:]))
    drawn = figure(trials_drawing(result, ("RMSprop", "Adam"), (3, 4), load("en")))
    for trace, one in zip(drawn.data, result.contenders, strict=True):
        assert trace.mode == "markers"
        assert list(trace.x) == sorted(one.trials.settings[:, 0])


def test_profiles_rise_from_one_and_never_fall():
    for trace in figure(profile_drawing(RESULT, NAMES, INDICES, load("en"))).data:
        assert trace.x[0] == 1
        assert (np.diff(np.array(trace.y)) >= 0).all()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_gives_setting_and_share(language):
    text = equal_budget_alt(RESULT, NAMES, load(language))
    assert "lr 0.00316" in text
    assert "28%" in text
