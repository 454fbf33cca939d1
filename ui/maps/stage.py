"""The maps page: panels of thousands of runs each, on one color scale."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from optim_core.base.errors import SpecError
from optim_core.base.text import Translator
from optim_core.figures.html import page_html
from optim_core.figures.maps.axes import axis_name
from optim_core.figures.maps.color_scale import ColorScale, color_scale
from optim_core.figures.maps.panel import map_drawing, map_figure
from optim_core.figures.maps.text import cell_text, map_alt, panel_text, theory_text
from optim_core.figures.numbers import short
from optim_core.sweep.maps import Cells, MapRun, MapView, map_csv, map_study, read_map_run
from ui.components.chart import live_chart
from ui.compute.map_futures import Maps, maps
from ui.maps.equal_budget import equal_budget_stage
from ui.maps.headline import ties_rule
from ui.maps.model_share import model_map_share
from ui.maps.model_stage import model_map_stage, on_row
from ui.maps.panels import legend, small_multiples
from ui.maps.preview import panel_preview
from ui.maps.selection import Pick, choose, open_if_asked, pick_row, picked, zoom, zoom_buttons
from ui.maps.study import STUDY_NAME
from ui.session.active_run import active_indices, checked_run, read_run, valid_query
from ui.session.fragments import STAGE, always, part
from ui.session.page_state import PageState
from ui.session.part_errors import part_errors
from ui.surface.frame_fit import frame_fit
from ui.widgets.controls import hyper_buttons, hyper_control
from ui.widgets.exports import Files, export_menu, exports_open

SHARE = "share"


def maps_head(t: Translator) -> None:
    """Title, and what to try first."""
    st.title(t("maps.title"), anchor=False)
    st.caption(t("maps.hint"))


@dataclass(frozen=True)
class MapContext:
    """The map that a fragment run draws: its run, the contenders' indices, what of it is shown, and its panels."""

    run: MapRun
    indices: tuple[int, ...]
    view: MapView
    drawn: Maps

    @property
    def panels(self) -> list[tuple[int, Cells]]:
        """(contender index, cells) of each panel that has any."""
        pairs = zip(self.indices, self.drawn.panels, strict=True)
        return [(index, panel) for index, panel in pairs if isinstance(panel, Cells)]


def _context(state: PageState, t: Translator, *, coarse_first: bool) -> MapContext:
    view = state.view(MapView)

    def computed(query: Mapping[str, str], run: MapRun) -> MapContext:
        drawn = maps(run, view.target, state, t, coarse_first=coarse_first)
        return MapContext(run, active_indices(query), shown_view(run, view), drawn)

    return checked_run(state, read_map_run, computed, t)


def shown_view(run: MapRun, view: MapView) -> MapView:
    """The view as it can be shown: surfaces without a minimum in common have no color for it."""
    return replace(view, colour="final_loss") if run.parameter and view.colour == "minimum" else view


def maps_stage(state: PageState, t: Translator) -> None:
    """The panels. A change shows them coarse at once and fine soon after, which a run of the whole page cannot."""
    if state.view(MapView).on == "model":
        model_map_stage(state, t)
        return
    state.data.full_rerun = True
    part(state, STAGE, partial(_stage, state, t), depends=always)


def _stage(state: PageState, t: Translator) -> None:
    coarse_first = not state.data.full_rerun and not state.data.refine_pending
    state.data.full_rerun = state.data.refine_pending = False
    view = state.view(MapView)
    bar = st.container(horizontal=True, vertical_alignment="bottom")
    with bar:
        on_row(state, t)
        hyper_buttons(state, "view", MapView, t)
    if view.view == "fair":
        equal_budget_stage(state, t)
        state.publish()
        return
    with bar:
        hyper_buttons(state, "colour", MapView, t)
    context = _context(state, t, coarse_first=coarse_first)
    run, panels = context.run, context.panels
    above = st.container()
    if context.view != view:
        above.info(t("maps.no_common_minima"), icon=":material/palette:")
    view = context.view
    with above:
        _offer(state, run, any(cells.timed_out.any() for _, cells in panels), t)
    pick = picked(state, panels, view.colour)
    open_if_asked(state, pick)
    with bar:
        zoom_buttons(state, run, pick, t)
    scale = color_scale([cells.values(view.colour) for _, cells in panels], view.colour, run.common_surface)
    if pick and isinstance(pick.cells, Cells):
        names = dict(zip(context.indices, context.drawn.names, strict=True))
        with above:
            pick_row(pick, names, cell_text(pick.cells, pick.cell, view, t), view.colour, t)
    legend(scale, t(f"figure.map.{view.colour}", target=short(view.target)), t)
    _panels(state, context, pick, scale, t)
    with part_errors("maps.fit"):
        _frame_fit(state, context, t)
    if run.parameter:
        st.caption(t("maps.parameter_axis", letter=axis_name(run.parameter)))
    reading = t("maps.reading" if scale.names or view.colour == "steps_to" else "maps.reading_loss")
    st.caption(f"{reading} {ties_rule([cells for _, cells in panels], 'run', view.colour, t)}".strip())
    if prediction := theory_text(run, [cells for _, cells in panels], t):
        st.caption(prediction)
    state.publish()
    if context.drawn.side < run.side:
        state.data.refine_pending = True
        st.rerun(scope="fragment")


def _panels(state: PageState, context: MapContext, pick: Pick | None, scale: ColorScale, t: Translator) -> None:
    run, view = context.run, context.view

    def draw(index: int, name: str, panel: Cells, height: int) -> None:
        cell = pick.cell if pick and pick.chosen and pick.index == index else None
        live_chart(
            map_drawing(run, panel, view, scale, t, cell),
            preview=panel_preview(run, panel.spec.optimizer, view, scale, index),
            key=f"map-{index}",
            alt=map_alt(run, panel, view, t, name),
            height=height,
            failed=t("race.failed"),
            on_click=partial(choose, state, run, index, panel),
            on_zoom=partial(zoom, state, run),
        )
        st.caption(panel_text(panel, view, t))

    small_multiples(context.indices, context.drawn.names, context.drawn.panels, draw, t)


def _frame_fit(state: PageState, context: MapContext, t: Translator) -> None:
    """An offer to fit the frame of a formula to the ends of the best runs, one of each panel."""
    best = [(cells, cells.best(context.view.colour)) for _, cells in context.panels]
    ends = [cells.final_xy[cell][None] for cells, cell in best if cell is not None]
    frame_fit(state, context.run.surface, context.run.start, ends, "maps.leaving", t)


def _offer(state: PageState, run: MapRun, timed_out: bool, t: Translator) -> None:
    """Offer a study file of a map that is too large for this server."""
    try:
        wanted = read_map_run(state.query)
        wanted.check_size()
    except SpecError as error:
        if error.key != "map_lanes":
            return
        run, timed_out = wanted, True
    if timed_out and run.parameter:
        st.info(t("maps.too_large"), icon=":material/grid_on:")
    elif timed_out:
        st.info(t("maps.offer"), icon=":material/download:")
        make = partial(map_study, run)
        st.download_button(t("export.study"), make, STUDY_NAME, on_click="ignore", key="maps.study")


def maps_share(state: PageState, t: Translator) -> None:
    """The target of the steps, and the exports, as a part of the page."""
    part(state, SHARE, partial(_share, state, t), depends=lambda change: change.of_view or exports_open(state))


def _share(state: PageState, t: Translator) -> None:
    if state.view(MapView).on == "model":
        model_map_share(state, t)
        return
    left, right = st.columns([0.6, 0.4], vertical_alignment="bottom")
    with left:
        hyper_control(state, "target", MapView, t)
    with right:
        export_menu(state, partial(_files, state, t), t, partial(_study_note, state, t))


def _files(state: PageState, t: Translator) -> Files:
    run = read_run(read_map_run, valid_query(state))
    view = shown_view(run, state.view(MapView))
    drawn = maps(run, view.target, state, t, coarse_first=False)
    panels = [(n, p) for n, p in zip(drawn.names, drawn.panels, strict=True) if isinstance(p, Cells)]

    def html() -> str:
        scale = color_scale([cells.values(view.colour) for _, cells in panels], view.colour, run.common_surface)
        alt = " ".join(map_alt(run, cells, view, t, name) for name, cells in panels)
        return page_html(t("maps.title"), alt, [map_figure(run, cells, view, scale, t, name) for name, cells in panels])

    files: Files = {"csv": ("map.csv", lambda: map_csv(run, panels)), "html": ("map.html", html)}
    return files if run.parameter else {**files, "study": (STUDY_NAME, lambda: map_study(run))}


def _study_note(state: PageState, t: Translator) -> None:
    """Why there is no study file, if there is none."""
    if read_run(read_map_run, valid_query(state)).parameter:
        st.caption(t("maps.no_study"))
