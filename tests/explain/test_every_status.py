"""Every place that says how a run ended has words for every status."""

from dataclasses import replace
from itertools import count

import numpy as np
import pytest

from optim_core.base.result import Failure, Status
from optim_core.base.text import LANGUAGES, load
from optim_core.descend import descend
from optim_core.explain.diagnosis import diagnose
from optim_core.export.race_data import race_data
from optim_core.figures import curves_alt, race_alt
from optim_core.figures.maps.text import cell_text, panel_text
from optim_core.figures.numbers import short
from optim_core.figures.race.multistart import multistart_drawing
from optim_core.optimizers import SGD, Adam
from optim_core.specs import SurfaceRun, Sweep
from optim_core.specs.views import SurfaceView
from optim_core.surfaces import Rosenbrock
from optim_core.surfaces.grid import grid
from optim_core.sweep import sweep
from optim_core.sweep.maps import MapView
from optim_core.sweep.maps.chunks import merged
from optim_core.sweep.multistart import multistart
from ui.components.result_tables import surface_columns
from ui.session.literal import quoted
from ui.surface.diagnosis_cards import _sentence
from ui.surface.multistart import _columns

RUN = SurfaceRun(surface=Rosenbrock(), optimizers=(SGD(lr=1e-4), Adam(lr=0.02)), steps=30)
PATHS = descend(RUN, 600.0)
VIEW = SurfaceView()
SEEDS = count(1)
FAILURE = Failure("ValueError", "not **this** `way`")
LOST = [status for status in Status if not status.has_result]
EARLY = [status for status in Status if status not in (Status.CONVERGED, Status.RUNNING)]

every_status = pytest.mark.parametrize("status", Status, ids=lambda status: status.value)
both = pytest.mark.parametrize("language", LANGUAGES)


def ended(status: Status, rows: int = 13):
    """The race, its first contender ended early with `status` after `rows` points."""
    path, complete = PATHS
    if status not in EARLY:
        return replace(path, status=status), complete
    short = {name: getattr(path, name)[:rows] for name in ("xy", "loss", "grad", "noise")}
    failure = FAILURE if status is Status.FAILED else None
    state = {name: values[:rows] for name, values in path.state.items()}
    evaluated = None if path.evaluated is None else path.evaluated[:rows]
    cut = replace(path, **short, state=state, evaluated=evaluated, scheduled={})
    return replace(cut, status=status, stopped_at=rows, failure=failure), complete


def own_run() -> SurfaceRun:
    """The race with a seed of its own, since what is shown of a race is cached."""
    return replace(RUN, seed=next(SEEDS))


@both
@every_status
def test_the_diagnosis_says_what_ended_a_run_early(status, language):
    """What the path does not show: an exception, the time limit, Stop. A divergence has findings of its own."""
    t = load(language)
    for rows in (13, 1):
        found = diagnose(RUN, ended(status, rows))[0]
        shown = [_sentence(RUN, RUN.optimizers[0], one, t)["text"] for one in found]
        if status in (Status.FAILED, Status.OUT_OF_TIME, Status.STOPPED):
            assert found[0].key == status.value
            assert str(rows if status is Status.FAILED else rows - 1) in shown[0]
            assert (quoted(FAILURE) in shown[0]) == (status is Status.FAILED)
        elif status.diverged and rows > 1:
            assert found[0].key.startswith("diverged")
        assert {one.key for one in found} & {"failed", "out_of_time", "stopped"} <= {status.value}


@both
@every_status
def test_the_readout_of_the_race_says_how_a_run_ended(status, language):
    t, run, paths = load(language), own_run(), ended(status)
    first, second = race_data(run, grid(run.surface, 11), paths, VIEW, t, (0, 1))["contenders"]
    assert second["stopped"] is None
    if status in EARLY:
        assert first["stopped"] == {"step": 13, "text": t(f"figure.map.status.{status.value}")}
    else:
        assert first["stopped"] is None


@both
@every_status
def test_the_table_of_several_starts_counts_each_status_in_one_column(status, language):
    t = load(language)
    run = replace(RUN, optimizers=RUN.optimizers[:1])
    (one,) = multistart(run, ((0.5, 0.5), (-0.5, 0.5), (0.0, 1.0)))
    one = replace(one, status=np.array([Status.RUNNING, status, status], dtype=object))
    two_of_three, reached = t("table.of_seeds", count=2, seeds=3), t("starts.reached", target=short(VIEW.target))
    columns = _columns(run, [one], VIEW, t)
    filled = [head for head, texts in columns.items() if texts == [two_of_three] and head != reached]
    wanted = {
        Status.LEFT_DOMAIN: "diverged",
        Status.NOT_FINITE: "diverged",
        Status.FAILED: "failed",
        Status.OUT_OF_TIME: "timed_out",
    }
    assert filled == ([t(f"starts.{wanted[status]}")] if status in wanted else [])
    drawn = multistart_drawing(run, PATHS[:1], [one], VIEW, (0,))
    assert drawn["multistarts"][0]["stopped"] == [False, status in LOST, status in LOST]


@both
@every_status
def test_tables_and_text_alternatives_say_how_a_run_ended(status, language):
    t, run, paths = load(language), own_run(), ended(status)
    cells = surface_columns(run, paths, 0.01, t)[0][t("table.status")]
    assert t(f"status.{status.value}", step=paths[0].stopped_at) in cells[0]
    assert (":material/warning:" in cells[0]) == (status in LOST)
    assert (str(FAILURE) in race_alt(run, paths, VIEW, t)) == (status is Status.FAILED)
    assert (str(FAILURE) in curves_alt(run, paths, VIEW, t)) == (status is Status.FAILED)


@both
@every_status
def test_a_map_counts_each_status_and_says_it_of_its_cell(status, language):
    t = load(language)
    spec = Sweep(surface=RUN.surface, optimizer=SGD(), axes={"lr": [1e-5, 1e-4], "momentum": [0.0, 0.5]}, steps=20)
    found = sweep(spec, 600.0)
    cells = merged(spec, [found], 0.01)
    cells = replace(cells, status=np.full(cells.status.shape, status, dtype=object))
    text = panel_text(cells, MapView(), t)
    shares = {"diverged_share": status.diverged, "failed_share": status is Status.FAILED}
    shares["timed_out_share"] = status is Status.OUT_OF_TIME
    for key, said in shares.items():
        assert (t(f"figure.map.{key}", share="100") in text) == said
    key = {True: "failed_at", False: "stopped_at"}[status is Status.FAILED]
    wanted = t(f"figure.map.{key}", step=int(cells.stopped_at[0, 0])) if status in LOST else ""
    assert cell_text(cells, (0, 0), MapView(), t).endswith(wanted or t(f"figure.map.status.{status.value}"))
