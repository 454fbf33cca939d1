"""The parts of the surface page around its race view."""

from contextlib import nullcontext
from functools import partial

import streamlit as st

from optim_core.base.result import Status
from optim_core.base.text import Translator
from optim_core.export import surface_script
from optim_core.export.csv_tables import surface_csv
from optim_core.figures import curves_figure, race_alt, race_figure
from optim_core.figures.html import page_html
from optim_core.optimizers import AbstractOptimizer
from optim_core.permalink import contender_indices, read_surface_run
from optim_core.specs import SurfaceRun
from optim_core.specs.results import Trajectory
from optim_core.specs.views import SurfaceView
from optim_core.surfaces.base import Point
from ui.compute import results as cache
from ui.session.active_run import shown, view_of
from ui.session.page_state import Draft
from ui.widgets.controls import choice_row, hyper_control
from ui.widgets.exports import Files, export_menu

LONG = 4_000
"""Updates that take about a second."""


def race(run: SurfaceRun, t: Translator) -> tuple[Trajectory, ...]:
    """The race; a long one shows that it is being run, and for how long. One cut short by time is not kept."""
    waiting = st.spinner(t("surface.computing"), show_time=True)
    with waiting if run.steps * len(run.optimizers) > LONG else nullcontext():
        paths = cache.trajectories(run)
    if any(path.status is Status.OUT_OF_TIME for path in paths):
        cache.trajectories.clear(run)
    return paths


def move_start(draft: Draft, x: float, y: float) -> None:
    """Start where the surface was clicked."""
    x, y = on_plain(draft, x, y)
    draft.set(**{"start.x": x, "start.y": y})


def on_plain(draft: Draft, x: float, y: float) -> Point:
    """A point of the picture on the plain surface, where links have it; five digits are as fine as a click."""
    x, y = shown(draft, read_surface_run)[0].surface.inward((x, y))
    return float(f"{x:.5g}"), float(f"{y:.5g}")


def surface_head(t: Translator) -> None:
    """What one sees and what to try first."""
    st.title(t("surface.title"), anchor=False)
    st.caption(t("surface.hint"))


def surface_toolbar(draft: Draft, t: Translator) -> None:
    """What the race view shows."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for entry in ("projection", "quantity", "axis", *(["by"] if _may_count(draft) else [])):
            choice_row(draft, entry, t(f"label.{entry}"), t)


def _may_count(draft: Draft) -> bool:
    """Whether evaluations are another count than steps, or have been asked for."""
    classes = (draft.form.member(f"o{slot + 1}", draft.query) for slot in contender_indices(draft.query))
    return "by" in draft.query or any(issubclass(cls, AbstractOptimizer) and cls.evaluates for cls in classes if cls)


def surface_share(draft: Draft, t: Translator) -> None:
    """The target of the table, and what can be taken away."""
    left, right = st.columns([0.6, 0.4], vertical_alignment="bottom")
    with left:
        hyper_control(draft, "target", SurfaceView, t)
    with right:
        export_menu(draft, partial(_files, draft, t), t)


def _files(draft: Draft, t: Translator) -> Files:
    run, slots = shown(draft, read_surface_run)
    paths, view, heights = race(run, t), view_of(draft, SurfaceView), cache.heights(run.surface)

    def html() -> str:
        figures = race_figure(run, heights, paths, view, t, slots), curves_figure(run, paths, view, t, slots)
        return page_html(t("surface.title"), race_alt(run, paths, view, t), figures)

    return {
        "script": ("race.py", lambda: surface_script(run)),
        "csv": ("race.csv", lambda: surface_csv(paths)),
        "html": ("race.html", html),
    }
