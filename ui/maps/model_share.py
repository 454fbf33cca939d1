"""The exports of a map over trainings and of the fair races: numbers, pictures, studies."""

from functools import partial

import streamlit as st

from optim_core.base.text import Translator
from optim_core.figures.html import page_html
from optim_core.figures.maps.model_panel import model_map_alt, model_map_figure, quality_colors
from optim_core.specs.setup_axes import SETUP_AXES
from optim_core.sweep.maps import MapView, ModelCells, ModelMapRun, model_map_csv, model_map_study
from ui.compute.own_table import read_page_map
from ui.maps.data_sets import data_sets_files
from ui.maps.fair_trainings import fair_trainings_files
from ui.maps.model_stage import map_job, panel_names
from ui.maps.study import OWN_COMMAND, STUDY_NAME
from ui.session.active_run import read_run, valid_query
from ui.session.page_state import PageState
from ui.widgets.exports import Files, export_menu


def model_map_share(state: PageState, t: Translator) -> None:
    """The exports of a map, or of a fair race that has begun."""
    view = state.view(MapView)
    of_race = fair_trainings_files if view.sets == "one" else data_sets_files
    files = of_race if view.view == "fair" else _files
    _, right = st.columns([0.6, 0.4])
    with right:
        export_menu(state, partial(files, state, t), t, partial(_study_note, state, t))


def _files(state: PageState, t: Translator) -> Files:
    run = read_run(read_page_map, valid_query(state))
    job, quality = map_job(run), state.view(MapView).quality
    panels = [(n, p) for n, p in zip(panel_names(job), job.panels, strict=True) if isinstance(p, ModelCells)]

    def html() -> str:
        scale = quality_colors([cells.values(quality) for _, cells in panels], quality)
        alt = " ".join(model_map_alt(run, cells, quality, t, name) for name, cells in panels)
        figures = [model_map_figure(run, cells, quality, scale, t, name) for name, cells in panels]
        return page_html(t("maps.title"), alt, figures)

    files: Files = {"csv": ("map.csv", lambda: model_map_csv(run, panels)), "html": ("map.html", html)}
    return {**files, "study": (STUDY_NAME, lambda: model_map_study(run))} if _has_study(run) else files


def _has_study(run: ModelMapRun) -> bool:
    """Whether a study can have the runs of the map: those of an optimizer with both axes, which are hyperparameters."""
    setup = {run.x, run.y} & set(SETUP_AXES)
    return not setup and not all(run.missing_axes(optimizer) for optimizer in run.optimizers)


def _study_note(state: PageState, t: Translator) -> None:
    """How a study on the visitor's own table is run."""
    view, run = state.view(MapView), read_run(read_page_map, valid_query(state))
    if view.view == "map" and run.dataset.private and _has_study(run):
        st.caption(t("model_map.own_study"))
        st.code(OWN_COMMAND, language="bash")
