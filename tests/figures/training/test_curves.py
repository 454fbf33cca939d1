"""Curves of a training."""

from dataclasses import replace

import numpy as np
import pytest

from optim_core.base.text import LANGUAGES, load
from optim_core.figures import STYLES, style, training_alt, training_figure
from optim_core.figures.marks import HEIGHT, LINE, NARROW, SPOT, Mark, annotations
from optim_core.figures.numbers import short
from optim_core.figures.training.curve_values import smoothed
from optim_core.figures.training.curves import LOWEST_SCORE
from optim_core.specs.views import ModelView
from tests.trainings import CUBIC, MOONS, logs_of

INDICES = (2, 4, 5)


def roles(figure, role: str) -> list:
    return [trace for trace in figure.data if trace.meta["role"] == role]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("measure", ["score", "loss"])
def test_a_thick_and_a_thin_curve_per_contender(measure: str, language: str) -> None:
    drawn = training_figure(MOONS, logs_of(MOONS), ModelView(measure=measure), load(language), INDICES)
    for role, width in (("train", 1), ("test", 2)):
        assert [(one.line.color, one.line.width) for one in roles(drawn, role)] == [
            (STYLES[index].color, width) for index in INDICES
        ]


def test_the_thick_curve_is_the_median_of_the_seeds_and_the_band_is_about_it() -> None:
    drawn = training_figure(MOONS, logs_of(MOONS), ModelView(), load("en"), INDICES)
    scores = np.stack([log.test_score for log in logs_of(MOONS)[0]])
    np.testing.assert_allclose(roles(drawn, "test")[0].y, np.median(scores, axis=0))
    edge = np.asarray(roles(drawn, "band")[0].y)
    low, high = edge[: scores.shape[1]], edge[scores.shape[1] :][::-1]
    np.testing.assert_allclose([low, high], np.quantile(scores, [0.25, 0.75], axis=0))


def test_single_seeds_replace_the_band() -> None:
    drawn = training_figure(MOONS, logs_of(MOONS), ModelView(singles=True), load("en"), INDICES)
    assert not roles(drawn, "band")
    assert len(roles(drawn, "single")) == len(MOONS.optimizers) * MOONS.seeds


def test_one_seed_has_no_band() -> None:
    run, logs = replace(MOONS, seeds=1), tuple(group[:1] for group in logs_of(MOONS))
    drawn = training_figure(run, logs, ModelView(), load("en"), INDICES)
    assert not roles(drawn, "band")
    assert not roles(drawn, "single")


@pytest.mark.parametrize("measure", ["score", "loss"])
def test_every_diverged_seed_has_a_cross_and_the_first_has_a_label(measure: str) -> None:
    drawn = training_figure(MOONS, logs_of(MOONS), ModelView(measure=measure), load("en"), INDICES)
    (crosses,) = roles(drawn, "head")
    steps = [log.stopped_at for log in logs_of(MOONS)[2]]
    assert crosses.x == tuple(step / MOONS.steps_per_epoch for step in steps)
    assert crosses.meta["index"] == INDICES[2]
    (label,) = drawn.layout.annotations
    assert label.text.endswith(f"3 of 3 seeds diverged, the first at step {min(steps)}")


@pytest.mark.parametrize("measure", ["score", "loss"])
def test_points_at_the_ends_of_the_axis_are_whole(measure: str) -> None:
    drawn = training_figure(MOONS, logs_of(MOONS), ModelView(measure=measure), load("en"), INDICES)
    left, right = drawn.layout.xaxis.range
    assert left < 0 < MOONS.epochs < right


def test_no_label_lies_on_a_cross() -> None:
    """Two crosses beside the first one, one of them where its label would be."""
    mark = Mark("3 of 3 seeds diverged, the first at step 3", 0.02, 0.1, (0.1, 0.1), style.contender_style(2), 3)
    points = [(0.02, 0.1), (0.07, 0.07), (0.12, 0.1)]
    (label,) = annotations([mark], NARROW, points)
    middle = mark.y * HEIGHT + label["yshift"]
    assert all(abs(middle - y * HEIGHT) >= LINE / 2 + SPOT for _, y in points)
    (alone,) = annotations([mark], NARROW)
    assert abs(alone["yshift"]) < abs(label["yshift"])


@pytest.mark.parametrize("run", [MOONS, CUBIC], ids=["classes", "numbers"])
@pytest.mark.parametrize("measure", ["score", "loss"])
def test_no_chart_gets_what_is_not_finite(run, measure: str) -> None:
    drawn = training_figure(run, logs_of(run), ModelView(measure=measure), load("en"), INDICES)
    for trace in drawn.data:
        assert all(value is None or np.isfinite(value) for value in trace.y)


def test_numbers_have_their_own_score_with_a_bound_axis() -> None:
    drawn = training_figure(CUBIC, logs_of(CUBIC), ModelView(), load("en"), INDICES)
    assert drawn.layout.yaxis.title.text == "R²"
    assert drawn.layout.yaxis.range[0] >= LOWEST_SCORE
    assert drawn.layout.yaxis.tickformat is None
    assert "R²" in training_alt(CUBIC, logs_of(CUBIC), ModelView(), load("en"))


def test_smoothing_has_no_bias_at_the_start() -> None:
    np.testing.assert_allclose(smoothed(np.full(5, 3.0), 0.9), 3.0)
    values = np.array([1.0, 5.0, 2.0])
    np.testing.assert_array_equal(smoothed(values, 0.0), values)


def test_smoothing_of_the_largest_floats_gives_no_warning() -> None:
    highest = np.finfo(float).max
    for weight in (0.1, 0.6, 0.7, 0.9):
        assert (smoothed(np.full(8, highest), weight) > 0.99 * highest).all()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_gives_the_mean_of_each_and_every_diverged_seed(language: str) -> None:
    text = training_alt(MOONS, logs_of(MOONS), ModelView(), load(language))
    mean = np.mean([log.test_score[-1] for log in logs_of(MOONS)[0]])
    assert f"{mean:.1%}" in text
    assert text.count("SGD lr 1000, ") == 3


def test_the_text_of_scores_whose_sum_is_too_large_says_infinite() -> None:
    end = np.array([1e308])
    log = replace(logs_of(CUBIC)[0][0], test_loss=end, averaged={"test_loss": end})
    alone = replace(CUBIC, optimizers=CUBIC.optimizers[:1])
    text = training_alt(alone, [[log, log]], ModelView(measure="loss"), load("en"))
    assert text.count(short(float("inf"))) == 2
