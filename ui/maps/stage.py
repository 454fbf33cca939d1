"""The maps page: panels of thousands of runs each, on one colour scale."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from optim_core.base.errors import SpecError
from optim_core.base.text import Translator
from optim_core.figures.html import page_html
from optim_core.figures.map_colours import Colours, colours
from optim_core.figures.map_words import cell_words, map_alt, panel_words, theory_words
from optim_core.figures.maps import map_drawing, map_figure
from optim_core.figures.numbers import short
from optim_core.sweep.maps import Cells, MapRun, MapView, map_csv, map_study, read_map_run
from ui.components.chart import live_chart
from ui.compute.map_futures import Maps, maps
from ui.maps.equal_budget import equal_budget_stage
from ui.maps.model_stage import model_map_share, model_map_stage, on_row
from ui.maps.panels import legend, small_multiples
from ui.maps.selection import Pick, choose, open_if_asked, pick_row, picked, zoom, zoom_buttons
from ui.session.active_run import current, shown, view_of
from ui.session.fragments import STAGE, part
from ui.session.page_state import Draft
from ui.widgets.controls import choice_row, hyper_control
from ui.widgets.exports import Files, export_menu

STUDY = "STUDY.toml"


def maps_head(t: Translator) -> None:
    """What one sees and what to try first."""
    st.title(t("maps.title"), anchor=False)
    st.caption(t("maps.hint"))


def maps_stage(draft: Draft, t: Translator) -> None:
    """The panels. A change shows them coarse at once and fine soon after, which a whole page's run cannot."""
    if view_of(draft, MapView).on == "model":
        model_map_stage(draft, t)
        return
    draft.state["entire"] = True
    part(draft, STAGE, partial(_stage, draft, t))


def _stage(draft: Draft, t: Translator) -> None:
    hurry = not draft.state.pop("entire", False) and not draft.state.pop("finer", False)
    view = view_of(draft, MapView)
    bar = st.container(horizontal=True, vertical_alignment="bottom")
    with bar:
        on_row(draft, t)
        choice_row(draft, "view", t("maps.view"), t)
    if view.view == "fair":
        equal_budget_stage(draft, t)
        draft.publish()
        return
    with bar:
        choice_row(draft, "colour", t("maps.colour"), t)
    run, slots, drawn = current(draft, read_map_run, lambda run: maps(run, view.target, draft, t, hurry=hurry), t)
    panels = [(slot, panel) for slot, panel in zip(slots, drawn.panels, strict=True) if isinstance(panel, Cells)]
    _offer(draft, run, any(cells.late.any() for _, cells in panels), t)
    pick = picked(draft, panels, view.colour)
    open_if_asked(draft, pick)
    with bar:
        zoom_buttons(draft, run, pick, t)
    scale = colours([cells.values(view.colour) for _, cells in panels], view.colour, run.surface)
    if pick and isinstance(pick.cells, Cells):
        pick_row(pick, cell_words(pick.cells, pick.cell, view, t), t)
    legend(scale, t(f"figure.map.{view.colour}", target=short(view.target)), t)
    _panels(draft, run, slots, drawn, pick, scale, view, t)
    st.caption(t("maps.reading" if scale.names or view.colour == "steps_to" else "maps.reading_loss"))
    if words := theory_words(run, [cells for _, cells in panels], t):
        st.caption(words)
    draft.publish()
    if drawn.side < run.side:
        draft.state["finer"] = True
        st.rerun(scope="fragment")


def _panels(
    draft: Draft,
    run: MapRun,
    slots: Sequence[int],
    drawn: Maps,
    pick: Pick | None,
    scale: Colours,
    view: MapView,
    t: Translator,
) -> None:

    def draw(slot: int, name: str, panel: Cells, height: int) -> None:
        cell = pick.cell if pick and pick.chosen and pick.slot == slot else None
        live_chart(
            map_drawing(run, panel, view, scale, t, cell),
            key=f"map-{slot}",
            alt=map_alt(run, panel, view, t, name),
            height=height,
            failed=t("race.failed"),
            on_click=partial(choose, draft, run, slot, panel),
            on_zoom=partial(zoom, draft, run),
        )
        st.caption(panel_words(panel, view, t))

    small_multiples(slots, drawn.names, drawn.panels, draw, t)


def _offer(draft: Draft, run: MapRun, late: bool, t: Translator) -> None:
    """Where a map is more than a visitor may ask of this server, the file that runs it elsewhere."""
    try:
        wanted = read_map_run(draft.query)
        wanted.check_size()
    except SpecError as error:
        if error.key != "map_lanes":
            return
        run, late = wanted, True
    if late:
        st.info(t("maps.offer"), icon=":material/download:")
        make = partial(map_study, run)
        st.download_button(t("export.study"), make, STUDY, on_click="ignore", key="maps.study")


def maps_share(draft: Draft, t: Translator) -> None:
    """The target of the steps, and what can be taken away."""
    if view_of(draft, MapView).on == "model":
        model_map_share(draft, t)
        return
    left, right = st.columns([0.6, 0.4], vertical_alignment="bottom")
    with left:
        hyper_control(draft, "target", MapView, t)
    with right:
        export_menu(draft, partial(_files, draft, t), t)


def _files(draft: Draft, t: Translator) -> Files:
    run, _ = shown(draft, read_map_run)
    view = view_of(draft, MapView)
    drawn = maps(run, view.target, draft, t, hurry=False)
    panels = [(n, p) for n, p in zip(drawn.names, drawn.panels, strict=True) if isinstance(p, Cells)]

    def html() -> str:
        scale = colours([cells.values(view.colour) for _, cells in panels], view.colour, run.surface)
        words = " ".join(map_alt(run, cells, view, t, name) for name, cells in panels)
        return page_html(
            t("maps.title"), words, [map_figure(run, cells, view, scale, t, name) for name, cells in panels]
        )

    return {
        "csv": ("map.csv", lambda: map_csv(run, panels)),
        "html": ("map.html", html),
        "study": (STUDY, lambda: map_study(run)),
    }
