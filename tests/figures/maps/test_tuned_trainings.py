"""The cloud of trials of a fair race on trainings."""

from dataclasses import replace

import numpy as np
import pytest

from optim_core.base.text import load
from optim_core.figures.maps.tuned_trainings import tuning_drawing
from optim_core.models import Logistic
from optim_core.models.datasets import Moons
from optim_core.optimizers import SGD, Adam
from optim_core.specs import TunedTrainings
from optim_core.sweep.tuned_trainings import untrained

SPEC = TunedTrainings(dataset=Moons(), model=Logistic(), optimizers=(SGD(), Adam()), trials=5)


def heights(*rows):
    """The drawn losses of two contenders whose trials have these losses with both seeds."""
    contenders = [
        replace(untrained(SPEC, one), loss=np.array(row)[:, None].repeat(2, 1))
        for one, row in zip(SPEC.optimizers, rows, strict=True)
    ]
    drawing = tuning_drawing(contenders, ["SGD", "Adam"], [0, 1], load("en"))
    return [trace["y"] for trace in drawing["data"] if trace["meta"]["role"] == "trials"]


@pytest.mark.parametrize("lowest", [0.0, 1e-30, 1e-9, 0.01])
def test_trials_of_usual_losses_stay_apart_whatever_the_lowest_one_is(lowest):
    sgd, adam = heights([0.7, 0.5, 0.3, 0.1, np.inf], [lowest, 0.7, 0.6, 0.2, 1e20])
    assert sgd[:4] == [0.7, 0.5, 0.3, 0.1]
    assert adam[1:4] == [0.7, 0.6, 0.2]
    assert 0 < adam[0] <= 0.01
    assert sgd[4] == adam[4] >= 5


def test_losses_of_zero_alone_are_drawn():
    assert all(0 < height <= 1 for row in heights([0.0] * 5, [0.0] * 5) for height in row)
