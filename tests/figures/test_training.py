"""A training's curves, as data."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from optim_core.figures import STYLES, training_alt, training_figure
from optim_core.figures.training import smoothed
from optim_core.optimizers import SGD, Adam
from optim_core.results import Status, TrainingLog
from optim_core.text import LANGUAGES, load
from optim_core.views import ModelView

RUN: Any = SimpleNamespace(optimizers=(Adam(), SGD(lr=10.0)), epochs=4, steps_per_epoch=5, steps=20)


def log(optimizer: Any, epochs: int, status: Status = Status.RUNNING, stopped_at: int | None = None) -> TrainingLog:
    part = np.linspace(0.1, 0.9, epochs + 1)
    return TrainingLog(
        optimizer=optimizer,
        loss=np.geomspace(2, 0.01, 5 * epochs),
        train_accuracy=part,
        test_accuracy=part - 0.05,
        train_loss=1 - part,
        test_loss=1.1 - part,
        status=status,
        stopped_at=stopped_at,
    )


LOGS = (log(RUN.optimizers[0], 4), log(RUN.optimizers[1], 1, Status.NOT_FINITE, 7))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("measure", ["accuracy", "loss"])
def test_a_thick_and_a_thin_curve_a_contender(measure: str, language: str) -> None:
    drawn = training_figure(RUN, LOGS, ModelView(measure=measure), load(language), (2, 4))
    roles = [
        (trace.meta["role"], trace.line.color, trace.line.width) for trace in drawn.data if trace.mode != "markers"
    ]
    assert roles == [
        (role, STYLES[slot].colour, width) for slot in (2, 4) for role, width in (("train", 1), ("test", 2))
    ]


def test_divergence_is_marked_at_its_epoch() -> None:
    drawn = training_figure(RUN, LOGS, ModelView(measure="loss"), load("en"), (0, 1))
    (cross,) = [trace for trace in drawn.data if trace.mode == "markers"]
    assert cross.x[0] == 7 / 5
    (note,) = drawn.layout.annotations
    assert note.text.endswith("diverged at step 7")


def test_an_empty_log_draws_nothing_yet() -> None:
    start = log(RUN.optimizers[0], 0)
    drawn = training_figure(RUN, (start, start), ModelView(measure="loss"), load("en"), (0, 1))
    assert tuple(drawn.layout.xaxis.range) == (0, 4)


def test_smoothing_has_no_bias_at_the_start() -> None:
    np.testing.assert_allclose(smoothed(np.full(5, 3.0), 0.9), 3.0)
    values = np.array([1.0, 5.0, 2.0])
    np.testing.assert_array_equal(smoothed(values, 0.0), values)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("measure", ["accuracy", "loss"])
def test_the_words_give_the_last_value_of_each(measure: str, language: str) -> None:
    words = training_alt(RUN, LOGS, ModelView(measure=measure), load(language))
    assert ("85.0%" if measure == "accuracy" else "0.2") in words
    assert "7" in words
