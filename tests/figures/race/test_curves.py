"""Curves of a race."""

import json
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest

from optim_core.base.text import LANGUAGES, load
from optim_core.descend import descend
from optim_core.explain.summary import surface_rows
from optim_core.figures import STYLES, curves_alt, curves_figure
from optim_core.figures.numbers import packed, sendable
from optim_core.figures.race.curves import curves_drawing
from optim_core.figures.scales import scale
from optim_core.optimizers import LBFGS, SGD, Adam
from optim_core.optimizers.labels import labels
from optim_core.specs import SurfaceRun
from optim_core.specs.quantities import BY_NAME, QUANTITIES
from optim_core.specs.views import SurfaceView
from optim_core.surfaces import SURFACES, Quadratic, Rosenbrock

NAMES = [quantity.name for quantity in QUANTITIES]
RUN = SurfaceRun(surface=Rosenbrock(), optimizers=(Adam(lr=0.05), SGD(lr=0.01)), steps=50)
PATHS = descend(RUN)
EXACT = SurfaceRun(surface=Quadratic(kappa=1.0), optimizers=(SGD(lr=1.0), SGD(lr=0.1)), start=(1.0, 1.0), steps=60)


def figure(run: SurfaceRun, language: str = "en", **view: Any) -> Any:
    return curves_figure(run, descend(run), SurfaceView(**view), load(language), range(len(run.optimizers)))


def curves(drawn: Any) -> list[Any]:
    return [trace for trace in drawn.data if trace.meta["role"] == "path"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_one_curve_per_contender_with_all_its_steps(name: str, language: str) -> None:
    drawn = curves(figure(RUN, language, quantity=name))
    assert [trace.name for trace in drawn] == list(labels(RUN.optimizers))
    assert [trace.line.color for trace in drawn] == [STYLES[0].color, STYLES[1].color]
    for trace, path in zip(drawn, PATHS, strict=True):
        assert trace.x0 == BY_NAME[name].first
        assert len(trace.y) == len(path.loss) - BY_NAME[name].first


def test_curves_may_count_evaluations() -> None:
    run = SurfaceRun(surface=Rosenbrock(), optimizers=(LBFGS(max_iter=4), SGD(lr=1e-4)), steps=12)
    lbfgs, sgd = descend(run)
    for name, first in ((quantity.name, quantity.first) for quantity in QUANTITIES):
        drawn = figure(run, quantity=name, by="evaluation")
        assert [trace.x.tolist() for trace in curves(drawn)] == [
            lbfgs.evaluations[first:].tolist(),
            list(range(first, 13)),
        ]
        assert drawn.layout.xaxis.range == (0, lbfgs.evaluations[-1])
        assert [trace.x[0] for trace in drawn.data if trace.meta["role"] == "head"] == [lbfgs.evaluations[-1], 12]
    rows = surface_rows(run, (lbfgs, sgd), 0.5)
    assert rows[0].evaluations_to == lbfgs.evaluations[rows[0].steps_to]
    assert (rows[0].evaluations, rows[1].evaluations) == (lbfgs.evaluations[-1], 12)


def test_auto_is_log_where_positive_values_span_decades() -> None:
    assert figure(RUN).layout.yaxis.type == "log"
    assert figure(RUN, axis="linear").layout.yaxis.type == "linear"
    assert scale([np.array([3.0, 2.0, 1.0])], [False], "auto").log is False
    assert scale([np.array([1000.0, 1.0, -1.0])], [False], "auto").log is False


def test_a_quantity_declares_what_auto_means_and_a_view_may_overrule_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(BY_NAME, "loss", replace(BY_NAME["loss"], axis="linear"))
    assert figure(RUN).layout.yaxis.type == "linear"
    assert figure(RUN, axis="log").layout.yaxis.type == "log"


def test_zeros_on_a_log_axis_are_gaps_that_are_counted() -> None:
    drawn = figure(EXACT, axis="log")
    gaps = sum(value is None for trace in curves(drawn) for value in trace.y)
    assert gaps == 60  # the first contender is there after one step
    assert [note.text for note in drawn.layout.annotations] == [load("en")("figure.gaps", count=60)]
    text = curves_alt(EXACT, descend(EXACT), SurfaceView(axis="log"), load("en"))
    assert load("en")("figure.gaps", count=60) in text


def test_divergence_is_marked_at_its_step() -> None:
    drawn = figure(RUN)
    (note,) = drawn.layout.annotations
    assert note.text.endswith(load("en")("figure.diverged_at", step=PATHS[1].stopped_at))
    cross = [trace for trace in drawn.data if trace.meta["role"] == "head"][1]
    assert cross.marker.symbol == "x-thin"
    assert cross.x[0] == PATHS[1].steps


def test_a_diverging_run_does_not_flatten_the_others() -> None:
    low, high = figure(RUN).layout.yaxis.range
    assert 10**high <= 1e4 * PATHS[0].loss[0]
    assert 10**low <= PATHS[0].loss.min()


@pytest.mark.parametrize("cls", SURFACES, ids=lambda cls: cls.__name__)
def test_no_surface_puts_nan_or_infinity_into_a_chart(cls: Any) -> None:
    run = SurfaceRun(surface=cls(), optimizers=(SGD(lr=100.0), Adam(lr=0.1)), steps=20)
    paths = descend(run)
    for name, axis in product(NAMES, ("auto", "log", "linear")):
        drawing = curves_drawing(run, paths, SurfaceView(quantity=name, axis=axis), load("en"), (0, 1))
        for trace in drawing["data"]:
            if isinstance(trace["y"], np.ndarray):
                assert np.isfinite(trace["y"]).all(), (name, axis)
        json.dumps(sendable(drawing), allow_nan=False)


def test_a_small_change_keeps_the_range() -> None:
    ranges = {
        figure(SurfaceRun(surface=Rosenbrock(), optimizers=(Adam(lr=lr),), steps=300)).layout.yaxis.range
        for lr in (0.020, 0.021, 0.022)
    }
    assert len(ranges) == 1


def test_numbers_below_single_precision_keep_their_size() -> None:
    assert packed(np.array([1.0, 1e-60])).dtype == np.float64
    assert packed(np.array([1.0, 1e-30, 0.0])).dtype == np.float32
    assert packed(np.array([1.0, np.nan, 2.0]), np.array([True, False, True])) == [1.0, None, 2.0]
