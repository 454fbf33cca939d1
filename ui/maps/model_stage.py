"""Maps over trainings on the maps page: they fill in while one looks, with progress, time left and Stop."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial

import streamlit as st

from optim_core.base.byte_cache import ByteCache
from optim_core.base.errors import SpecError
from optim_core.base.text import Translator
from optim_core.figures.maps.model_panel import (
    model_cell_text,
    model_map_alt,
    model_map_drawing,
    model_map_reading,
    model_panel_text,
    quality_colors,
    quality_text,
)
from optim_core.optimizers.labels import labels
from optim_core.sweep.maps import (
    AXIS_NAMES,
    MODEL_AXIS_NAMES,
    MODEL_OPENING,
    MapJob,
    MapView,
    ModelCells,
    ModelMapRun,
)
from ui.components.chart import live_chart
from ui.compute.own_table import read_page_map, read_page_race
from ui.compute.session_job import job_of
from ui.compute.visitor import visitor
from ui.maps.data_sets import data_set_job, data_sets
from ui.maps.fair_trainings import fair_trainings, tuning_job
from ui.maps.headline import ties_rule
from ui.maps.panels import legend, small_multiples
from ui.maps.selection import Pick, choose, open_if_asked, pick_row, picked, zoom, zoom_buttons
from ui.session.active_run import active_indices, checked_run, read_run, valid_query
from ui.session.callbacks import on_click
from ui.session.choices import button_row
from ui.session.fragments import STAGE, always, part
from ui.session.page_state import PageState
from ui.widgets.controls import hyper_buttons
from ui.widgets.entry_controls import option_name

POLL_SECONDS = 0.5
_finished: ByteCache[ModelMapRun, MapJob] = ByteCache(32 * 2**20)


def on_row(state: PageState, t: Translator) -> None:
    """The choice between races on a surface and trainings of a model."""
    on = state.view(MapView).on
    options = {option: option_name(t, "on", option) for option in ("surface", "model")}
    button_row(f"{state.page}.on", t("label.on"), options, on, partial(_turn, state), help=t("help.on"))


def _turn(state: PageState, on: str) -> None:
    """Switch to surfaces or models; the axes go if one of them belongs to what is left."""
    axes = [state.value(place, "") for place in "xy" if place in state.query]
    known = MODEL_AXIS_NAMES if on == "model" else AXIS_NAMES
    lost = any(name not in known for name in axes)
    gone = ("x", "y", "pick") if lost else ("pick",)
    state.replace({name: text for name, text in state.query.items() if name.partition(".")[0] not in gone})
    state.set(on=on)
    state.data.valid_query = None
    state.data.zooms.clear()
    st.rerun()


def model_map_stage(state: PageState, t: Translator) -> None:
    """The panels; redrawn on a timer while networks train."""
    state.complete(MODEL_OPENING)
    polling = _under_way(state)
    state.data.full_rerun = True

    def body() -> None:
        full_rerun, state.data.full_rerun = state.data.full_rerun, False
        view = state.view(MapView)
        bar = st.container(horizontal=True, vertical_alignment="bottom")
        with bar:
            on_row(state, t)
            hyper_buttons(state, "view", MapView, t)
        if view.view == "fair":
            race = fair_trainings(state, t) if view.sets == "one" else data_sets(state, t)
            if polling != race.running and not full_rerun:
                st.rerun()
            state.publish()
            return
        with bar:
            hyper_buttons(state, "quality", MapView, t)
        indices, job = checked_run(state, read_page_map, lambda query, run: (active_indices(query), map_job(run)), t)
        run = job.run
        panels = [(index, p) for index, p in zip(indices, job.panels, strict=True) if isinstance(p, ModelCells)]
        pick = picked(state, panels, view.quality)
        open_if_asked(state, pick)
        with bar:
            zoom_buttons(state, run, pick, t)
        above = st.container()
        with above:
            _controls(job, t)
        if polling != job.running and not full_rerun:  # a page's run that ends here would lose the sidebar's widgets
            st.rerun()
        if pick and isinstance(pick.cells, ModelCells):
            names = dict(zip(indices, panel_names(job), strict=True))
            with above:
                pick_row(pick, names, model_cell_text(run, pick.cells, pick.cell, t), view.quality, t)
        _panels(state, run, indices, job, pick, view.quality, t)
        rule = ties_rule([cells for _, cells in panels], "model", view.quality, t)
        st.caption(f"{model_map_reading(run, t)} {rule}".strip())
        state.publish()

    part(state, STAGE, body, depends=always, run_every=POLL_SECONDS if polling else None)


def _under_way(state: PageState) -> bool:
    """Whether networks train for what is to be shown."""
    view = state.view(MapView)

    def running(query: Mapping[str, str]) -> bool:
        if view.view == "fair":
            race = read_run(read_page_race, query)
            return (tuning_job(race) if view.sets == "one" else data_set_job(race, view.sets)).running
        return map_job(read_run(read_page_map, query)).running

    for query in (state.query, valid_query(state)):
        with suppress(SpecError):
            return running(query)
    return False


def map_job(run: ModelMapRun) -> MapJob:
    """The map of this run: the session's own, else a finished one of any session, else a new one."""
    return job_of("map", run, _finished, lambda: MapJob(run, visitor()))


def _controls(job: MapJob, t: Translator) -> None:
    if job.done:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if job.running:
            st.button(t("model.stop"), icon=":material/stop:", on_click=on_click(job.stop), key="maps.stop")
            left = "" if job.seconds_left is None else t("model.left", seconds=f"{job.seconds_left:.0f}")
            st.progress(job.progress, t("model_map.progress", share=f"{100 * job.progress:.0f}") + left)
            return
        st.button(t("model.continue"), icon=":material/resume:", on_click=on_click(job.start), key="maps.continue")
        if job.failed:
            st.error(t("model_map.failed"))


def panel_names(job: MapJob) -> Sequence[str]:
    """Labels of the contenders, without the hyperparameters on the axes."""
    last = (p.spec.run_at(-1, -1).optimizers[0] if isinstance(p, ModelCells) else None for p in job.panels)
    return labels([one or initial for one, initial in zip(last, job.run.optimizers, strict=True)])


def _panels(
    state: PageState,
    run: ModelMapRun,
    indices: Sequence[int],
    job: MapJob,
    pick: Pick | None,
    quality: str,
    t: Translator,
) -> None:
    panels = list(job.panels)
    scale = quality_colors([p.values(quality) for p in panels if isinstance(p, ModelCells)], quality)
    legend(scale, quality_text(run, quality, t), t)

    def draw(index: int, name: str, panel: ModelCells, height: int) -> None:
        cell = pick.cell if pick and pick.chosen and pick.index == index else None
        live_chart(
            model_map_drawing(run, panel, quality, scale, t, cell),
            key=f"map-{index}",
            alt=model_map_alt(run, panel, quality, t, name),
            height=height,
            failed=t("race.failed"),
            on_click=partial(choose, state, run, index, panel),
            on_zoom=partial(zoom, state, run),
        )
        st.caption(model_panel_text(run, panel, quality, t))

    small_multiples(indices, panel_names(job), panels, draw, t)
