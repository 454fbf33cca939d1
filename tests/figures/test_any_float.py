"""A result with any floats can be drawn, described in text and sent to a browser."""

import json
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optim_core.base.result import Status
from optim_core.base.text import load
from optim_core.explain.training_rows import model_rows
from optim_core.export.csv_tables import surface_csv
from optim_core.export.race_data import race_data, surface_data
from optim_core.figures import curves_alt, race_alt
from optim_core.figures.heights import drawn
from optim_core.figures.maps.color_scale import color_scale, strip_drawing
from optim_core.figures.maps.model_panel import model_cell_text, model_map_alt, model_map_figure, quality_colors
from optim_core.figures.maps.panel import map_drawing, map_figure
from optim_core.figures.maps.text import cell_text, map_alt
from optim_core.figures.numbers import packed, round_step, short, single
from optim_core.figures.race.curves import curves_drawing
from optim_core.figures.race.surface import race_drawing
from optim_core.figures.scales import scale
from optim_core.figures.training.alt import (
    decision_boundary_alts,
    histogram_alts,
    landscape_alts,
    layer_alts,
    sharpness_alt,
    training_alt,
)
from optim_core.figures.training.curves import training_figure
from optim_core.figures.training.histograms import histogram_figures
from optim_core.figures.training.landscape import landscape_figure
from optim_core.figures.training.layers import layer_figures
from optim_core.figures.training.plane_loss import plane_loss_figure
from optim_core.figures.training.sharpness import sharpness_figure
from optim_core.optimizers import SGD, Adam
from optim_core.specs import SurfaceRun
from optim_core.specs.quantities import QUANTITIES
from optim_core.specs.results import TrainingLog, Trajectory
from optim_core.specs.views import ModelView, SurfaceView
from optim_core.surfaces import Quadratic, Rosenbrock
from optim_core.surfaces.grid import grid
from optim_core.sweep.maps import MAPS_FORM, Cells, MapView, ModelCells, read_map_run, read_model_map_run
from optim_core.sweep.maps.model_maps import QUALITIES
from optim_core.train.landscape import Landscape
from optim_core.train.plane import Plane
from tests.floats import EXTREME, any_floats, check_sendable
from tests.quick import examples
from tests.trainings import MOONS
from ui.components.result_tables import model_columns, surface_columns

T = load("en")
INDICES = (0, 1)
OPTIMIZERS = (SGD(), Adam())
SURFACES = (Quadratic(), Rosenbrock())
GRIDS = {surface: grid(surface, 11) for surface in SURFACES}
AXES = ("auto", "log", "linear")
few = examples(25)
any_status = st.sampled_from(Status)
every_float = pytest.mark.parametrize("value", EXTREME)


@st.composite
def paths(draw: st.DrawFn) -> tuple[Trajectory, ...]:
    """Two paths of any floats and of one or more points."""
    made = []
    for optimizer in OPTIMIZERS:
        rows, status = draw(st.integers(1, 8)), draw(any_status)
        made.append(
            Trajectory(
                optimizer=optimizer,
                xy=draw(any_floats((rows, 2))),
                loss=draw(any_floats(rows)),
                grad=draw(any_floats((rows, 2))),
                noise=np.zeros((rows, 2)),
                state={},
                status=status,
                stopped_at=rows if status.diverged else None,
            )
        )
    return tuple(made)


@given(paths(), st.sampled_from(SURFACES), any_floats((11, 11)), st.booleans())
@few
def test_a_race_is_drawn_whatever_its_floats(race: Any, surface: Any, heights: Any, odd: bool) -> None:
    run = SurfaceRun(surface=surface, optimizers=OPTIMIZERS, steps=12)
    over = replace(GRIDS[surface], z=heights) if odd else GRIDS[surface]
    for projection in ("contour", "3d"):
        view = SurfaceView(projection=projection)
        check_sendable(race_drawing(run, over, race, view, T, INDICES))
        json.dumps(dict(surface_data(surface, SurfaceView(projection=projection), over)), allow_nan=False)
        json.dumps(dict(race_data(run, over, race, view, T, INDICES)), allow_nan=False)
    for quantity, axis, by in product(QUANTITIES, AXES, ("step", "evaluation")):
        view = SurfaceView(quantity=quantity.name, axis=axis, by=by)
        check_sendable(curves_drawing(run, race, view, T, INDICES))
        assert curves_alt(run, race, view, T)
    assert race_alt(run, race, SurfaceView(), T)
    assert surface_columns(run, race, 0.01, T)
    assert surface_csv(race)


@st.composite
def logs(draw: st.DrawFn, seeds: int) -> tuple[tuple[TrainingLog, ...], ...]:
    """Trainings of two contenders with any floats, of no or more updates."""
    return tuple(tuple(draw(_log(optimizer, seed)) for seed in range(seeds)) for optimizer in OPTIMIZERS)


@st.composite
def _log(draw: st.DrawFn, optimizer: Any, seed: int) -> TrainingLog:
    steps, status = draw(st.sampled_from([0, 1, 3, 18])), draw(any_status)
    epochs, watched, pictures = 1 + steps // 3, min(steps, 4), draw(st.sampled_from([1, 2]))
    many = {name: draw(any_floats(epochs)) for name in ("train_score", "test_score", "train_loss", "test_loss")}
    inside = {name: draw(any_floats((watched, 2))) for name in ("grad_norm", "update_ratio")}
    averaged = {name: draw(any_floats(epochs)) for name in many}
    weights = st.lists(st.floats(-(2.0**127), 2.0**127, width=32), min_size=6, max_size=6)
    return TrainingLog(
        optimizer=optimizer,
        seed=seed,
        loss=draw(any_floats(steps)),
        evaluations=np.arange(steps + 1),
        measured_epochs=np.arange(epochs),
        status=status,
        stopped_at=steps if status.diverged else None,
        layers=("first", "second"),
        updates_at=np.arange(1, watched + 1),
        update_histogram=np.ones((watched, 32)),
        weights_at=np.arange(pictures),
        weights=np.array([draw(weights) for _ in range(pictures)], np.float32),
        averaged=averaged,
        average_distance=draw(any_floats((watched, 2))),
        averaged_weights=np.array([draw(weights) for _ in range(pictures)], np.float32),
        sharpness_at=np.arange(watched + 1),
        sharpness=draw(any_floats(watched + 1)),
        **many,
        **inside,
    )


@given(st.data(), st.sampled_from([1, 2]))
@few
def test_a_training_is_drawn_whatever_its_floats(data: Any, seeds: int) -> None:
    run = replace(MOONS, optimizers=OPTIMIZERS, sharpness=True, seeds=seeds, ema_decay=0.9)
    groups = data.draw(logs(seeds))
    firsts = [group[0] for group in groups]
    for measure, axis, by, singles in product(("score", "loss"), AXES, ("epoch", "evaluation"), (False, True)):
        view = ModelView(measure=measure, axis=axis, by=by, singles=singles)
        check_sendable(training_figure(run, groups, view, T, INDICES))
        assert training_alt(run, groups, view, T)
    views = (
        ModelView(),
        ModelView(histogram="updates", layer="update_ratio", axis="log"),
        ModelView(layer="average_distance"),
    )
    for view in views:
        for figures in (histogram_figures(run, firsts, view, T, INDICES), layer_figures(run, firsts, view, T, INDICES)):
            for figure in figures:
                check_sendable(figure)
        check_sendable(sharpness_figure(run, firsts, view, T, INDICES))
        assert histogram_alts(run, firsts, view, T)
        assert layer_alts(run, firsts, view, T)
    assert sharpness_alt(run, firsts, T)
    assert decision_boundary_alts(run, [log.of_averages for log in firsts], T)
    assert model_columns(model_rows([log for group in groups for log in group]), run.dataset.task, 0.1, False, T)


@given(st.data())
@few
def test_a_landscape_is_drawn_whatever_its_losses(data: Any) -> None:
    run = replace(MOONS, optimizers=OPTIMIZERS, seeds=1, ema_decay=0.9)
    firsts = [group[0] for group in data.draw(logs(1))]
    walks = tuple(np.ones((len(log.weights_at), 6)) for log in (*firsts, *firsts))
    count = 2 * sum(map(len, walks)) + 11**2
    shown = Landscape(
        plane=Plane(origin=np.zeros(6), axes=np.eye(6)[:2], explained=data.draw(st.sampled_from([0.5, float("nan")]))),
        a=np.linspace(-1, 1, 11),
        b=np.linspace(-1, 1, 11),
        paths=walks,
        points=tuple(data.draw(any_floats((len(walk), 2))) for walk in walks),
        losses=data.draw(any_floats(count)),
        computed=count,
        seconds=1.0,
    )
    check_sendable(landscape_figure(run, shown, firsts, ModelView(), T, INDICES))
    check_sendable(plane_loss_figure(run, shown, firsts, T, INDICES))
    assert landscape_alts(run, shown, T)


MAP = replace(read_map_run(MAPS_FORM.opening), side=11, steps=20, optimizers=(SGD(),))
MODEL_MAP = read_model_map_run({"on": "model", "dataset": "Moons", "dataset.samples": "100", "grid": "6", "o1": "SGD"})


def _statuses(shape: Any) -> st.SearchStrategy:
    some = st.sampled_from([[*Status], [Status.NOT_FINITE], [Status.RUNNING], [Status.OUT_OF_TIME]])
    return some.flatmap(lambda kinds: st.integers(0, 2**32 - 1).map(lambda seed: _mixed(kinds, shape, seed)))


def _mixed(kinds: Any, shape: Any, seed: int) -> Any:
    return np.array(kinds, dtype=object)[np.random.default_rng(seed).integers(len(kinds), size=shape)]


@given(_statuses((11, 11)), any_floats((11, 11)), any_floats((11, 11)), st.booleans())
@few
def test_a_map_is_drawn_whatever_its_losses(status: Any, final: Any, best: Any, single_cell: bool) -> None:
    if single_cell:
        final = np.where(np.arange(121).reshape(11, 11) == 40, final, np.nan)
    cells = Cells(
        spec=MAP.sweep(SGD(), 11),
        status=status,
        stopped_at=np.full((11, 11), 3, np.int32),
        final_loss=final,
        best_loss=best,
        final_xy=np.zeros((11, 11, 2)),
        steps_to=np.where(best > 0, 5, -1).astype(np.int32),
        minimum=np.where(best > 0, 0, -1),
    )
    for quantity in ("final_loss", "best_loss", "steps_to", "minimum"):
        view, one = MapView(colour=quantity), color_scale([cells.values(quantity)], quantity, MAP.surface)
        check_sendable(strip_drawing(one, "", T))
        check_sendable(map_figure(MAP, cells, view, one, T))
        check_sendable(map_drawing(MAP, cells, view, one, T, (3, 4)))
        assert map_alt(MAP, cells, view, T, "")
        assert cell_text(cells, (0, 0), view, T)


@given(_statuses((6, 6)), any_floats((6, 6)), any_floats((6, 6)))
@few
def test_a_map_of_trainings_is_drawn_whatever_its_scores(status: Any, score: Any, loss: Any) -> None:
    cells = ModelCells(
        spec=MODEL_MAP.sweep(MODEL_MAP.optimizers[0]),
        status=status,
        stopped_at=np.full((6, 6), 3, np.int32),
        final_score=score,
        best_score=score,
        train_loss=loss,
    )
    for quality in QUALITIES:
        one = quality_colors([cells.values(quality)], quality)
        check_sendable(strip_drawing(one, "", T))
        check_sendable(model_map_figure(MODEL_MAP, cells, quality, one, T, ""))
        assert model_map_alt(MODEL_MAP, cells, quality, T, "")
        assert model_cell_text(MODEL_MAP, cells, (2, 2), T)


@every_float
def test_a_number_has_a_short_form_and_an_axis_around_it(value: float) -> None:
    assert short(value)
    assert round_step(value, 10) > 0
    values = np.array([value])
    assert np.isfinite(single(values)).all()
    json.dumps([None if v is None else float(v) for v in packed(values)], allow_nan=False)
    for wish in AXES:
        axis = scale([values], [False], wish)
        assert axis.low < axis.high


@pytest.mark.parametrize("low", [-1e308, 0.0, 1.0, 1e38, 5e-324])
@pytest.mark.parametrize("span", [1e308, 5e-324, 1e-300, 1.0, float("inf")])
@pytest.mark.parametrize("log", [False, True])
def test_heights_have_a_few_levels_and_ticks_whatever_they_span(low: float, span: float, log: bool) -> None:
    with np.errstate(over="ignore"):
        z = np.array([[low, low + span / 2], [low + span / 3, low + span]])
    made = drawn(z, log, None)
    assert made.low < made.high
    levels = made.contours
    assert (levels["end"] - levels["start"]) / levels["size"] <= 21
    assert len(made.ticks["tickvals"]) <= 21
