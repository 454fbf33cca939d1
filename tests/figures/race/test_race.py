"""Figure of a race on a surface."""

import json
from typing import Any

import numpy as np
import pytest

from optim_core.base.result import Status
from optim_core.base.text import LANGUAGES, load
from optim_core.descend import descend
from optim_core.figures import STYLES, race_alt, race_figure
from optim_core.figures.frame import clip, grown, inside
from optim_core.figures.heights import heights
from optim_core.figures.numbers import sendable
from optim_core.figures.race.paths import path
from optim_core.figures.race.surface import race_drawing
from optim_core.figures.style import HALO_WIDTH
from optim_core.optimizers import SGD, Adam, RMSprop
from optim_core.optimizers.labels import labels
from optim_core.specs import SurfaceRun
from optim_core.specs.views import SurfaceView
from optim_core.surfaces import SURFACES, Quadratic, Rosenbrock
from optim_core.surfaces.grid import grid

RUN = SurfaceRun(
    surface=Rosenbrock(),
    optimizers=(Adam(lr=0.05), SGD(lr=0.01), RMSprop(lr=0.02), SGD(lr=1e-3, momentum=0.9)),
    start=(-1.2, 1.0),
    steps=60,
)
PATHS = descend(RUN)
GRID = grid(RUN.surface, 61)
INDICES = (3, 0, 5, 1)


def drawn(view: SurfaceView = SurfaceView(), language: str = "en") -> Any:  # noqa: B008 - frozen
    return race_figure(RUN, GRID, PATHS, view, load(language), INDICES)


def of_role(figure: Any, *roles: str) -> list[Any]:
    return [trace for trace in figure.data if trace.meta["role"] in roles]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("projection", ["contour", "3d"])
def test_one_path_per_contender_in_its_color(projection: str, language: str) -> None:
    traces = of_role(drawn(SurfaceView(projection=projection), language), "path")
    assert [trace.name for trace in traces] == list(labels(RUN.optimizers))
    assert [trace.line.color for trace in traces] == [STYLES[index].color for index in INDICES]


def test_dash_and_marker_are_the_contenders_too() -> None:
    figure = drawn()
    assert [trace.line.dash for trace in of_role(figure, "path")] == [STYLES[index].dash for index in INDICES]
    heads = [trace for trace in of_role(figure, "head") if trace.meta["index"] != 0]
    assert [trace.marker.symbol for trace in heads] == [STYLES[index].symbol for index in (3, 5, 1)]


def test_the_frame_is_the_domain_whatever_the_paths_do() -> None:
    layout = drawn().layout
    assert (tuple(layout.xaxis.range), tuple(layout.yaxis.range)) == RUN.surface.domain


def test_a_diverged_run_is_broken_marked_and_named() -> None:
    _, gone, *_ = PATHS
    assert gone.status is Status.LEFT_DOMAIN
    figure = drawn()
    (mark,) = of_role(figure, "exit")
    assert mark.marker.symbol == "x-thin"
    assert mark.x[0] == 2.0  # the border it crossed
    (note,) = figure.layout.annotations
    assert STYLES[0].glyph in note.text
    assert f"left the frame at step {mark.meta['steps'][0]}<br>diverged at step {gone.stopped_at}" in note.text
    (trail,) = [trace for trace in of_role(figure, "path") if trace.meta["index"] == 0]
    assert trail.x[-1] is None


@pytest.mark.parametrize("view", [SurfaceView(), SurfaceView(projection="3d")], ids=lambda v: v.projection)
@pytest.mark.parametrize("cls", SURFACES, ids=lambda cls: cls.__name__)
def test_no_surface_puts_nan_or_infinity_into_a_chart(cls: Any, view: SurfaceView) -> None:
    run = SurfaceRun(surface=cls(), optimizers=(SGD(lr=100.0), Adam(lr=0.1)), steps=20)
    drawing = race_drawing(run, grid(run.surface, 41), descend(run), view, load("en"), (0, 1))
    for trace in drawing["data"]:
        for name in ("x", "y", "z", "customdata"):
            values = trace.get(name)
            if isinstance(values, np.ndarray):
                assert np.isfinite(values).all(), (trace["meta"], name)
    json.dumps(sendable(drawing), allow_nan=False)


@pytest.mark.parametrize("cls", SURFACES, ids=lambda cls: cls.__name__)
def test_contours_are_few_and_within_the_percentiles(cls: Any) -> None:
    shown = heights(cls(), grid(cls(), 61))
    lines = shown.contours
    assert 2 <= (lines["end"] - lines["start"]) / lines["size"] + 1 <= 20.001
    assert shown.low <= lines["start"]
    assert lines["end"] <= shown.high


def test_rows_out_of_the_enlarged_frame_are_gaps_and_the_way_out_a_stub() -> None:
    trail = path(PATHS[1], RUN.surface.domain)
    reach = grown(RUN.surface.domain, 3)
    assert not trail.drawn[-1]
    assert inside(trail.xy[trail.drawn], reach).all()
    (step, ends), *_ = trail.stubs
    assert trail.drawn[step - 1]
    assert not trail.drawn[step]
    assert inside(ends, grown(RUN.surface.domain, 3.0001)).all()


def test_a_segment_is_cut_at_the_border_however_far_it_goes() -> None:
    box = ((-1.0, 1.0), (-2.0, 2.0))
    np.testing.assert_allclose(clip(np.zeros(2), np.array([4.0, 2.0]), box), [1.0, 0.5])
    np.testing.assert_allclose(clip(np.zeros(2), np.array([0.0, -1e300]), box), [0.0, -2.0])


def test_a_start_out_of_reach_draws_no_path() -> None:
    run = SurfaceRun(surface=Quadratic(), optimizers=(SGD(lr=1e-6),), start=(50.0, 0.0), steps=5)
    figure = race_figure(run, grid(run.surface, 21), descend(run), SurfaceView(), load("en"), (0,))
    assert not of_role(figure, "head", "exit", "stub")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_names_every_contender_and_its_result(language: str) -> None:
    text = race_alt(RUN, PATHS, SurfaceView(target=0.05), load(language))
    for name in labels(RUN.optimizers):
        assert name in text
    assert str(PATHS[1].stopped_at) in text


def test_labels_that_would_overlap_are_moved_apart() -> None:
    run = SurfaceRun(surface=Rosenbrock(), optimizers=tuple(SGD(lr=0.01 + i / 3e3) for i in range(4)), steps=20)
    figure = race_figure(run, GRID, descend(run), SurfaceView(), load("en"), range(4))
    positions = sorted(note.y / 4 * 420 + note.yshift for note in figure.layout.annotations)
    assert len(positions) >= 2
    assert min(np.diff(positions)) >= 27


def test_equal_labels_at_one_point_are_drawn_once() -> None:
    run = SurfaceRun(surface=Rosenbrock(), optimizers=tuple(SGD(lr=0.01 + i / 1e6) for i in range(4)), steps=20)
    (note,) = race_figure(run, GRID, descend(run), SurfaceView(), load("en"), range(4)).layout.annotations
    assert all(style.glyph in note.text for style in STYLES[:4])


def test_a_path_that_covers_another_says_so_and_leaves_it_to_be_seen_between_its_dashes():
    run = SurfaceRun(surface=Rosenbrock(), optimizers=(SGD(lr=1e-3), Adam(), SGD(lr=1e-3)), steps=5)
    drawing = race_drawing(run, GRID, descend(run), SurfaceView(), load("en"), [0, 1, 2])
    halos = [trace["line"]["width"] for trace in drawing["data"] if trace["meta"]["role"] == "halo"]
    assert halos == [HALO_WIDTH, HALO_WIDTH, 0]
    paths = [trace for trace in drawing["data"] if trace["meta"]["role"] == "path"]
    assert [trace["name"] for trace in paths] == ["SGD (1)", "Adam", "SGD (2) (same path as SGD (1))"]
    assert paths[2]["line"]["dash"] != "solid"
