"""The parts of the surface page around its race view."""

from functools import partial
from urllib.parse import urlencode

import streamlit as st

from optim_core.base.text import Translator
from optim_core.export import surface_script
from optim_core.export.csv_tables import surface_csv
from optim_core.export.lab_page import FILE_NAME, has_lab, lab_page
from optim_core.figures import curves_figure, race_alt, race_figure
from optim_core.figures.html import page_html
from optim_core.optimizers import AbstractOptimizer
from optim_core.permalink import contender_indices
from optim_core.specs.views import SurfaceView
from ui.compute.race_context import RaceContext, race_context
from ui.session.fragments import part
from ui.session.page_state import PageState
from ui.surface.share import race_share
from ui.widgets.controls import hyper_buttons, hyper_control
from ui.widgets.exports import Files, export_menu, exports_open

TOOLBAR, SHARE = "toolbar", "share"


def surface_head(t: Translator) -> None:
    """Title, and what to try first."""
    st.title(t("surface.title"), anchor=False)
    st.caption(t("surface.hint"), help=t("surface.preview"))


def surface_toolbar(state: PageState, t: Translator) -> None:
    """The choices of the view, as a part of the page."""
    part(state, TOOLBAR, partial(_choices, state, t), depends=lambda change: False)


def _choices(state: PageState, t: Translator) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for entry in ("projection", "colors", "quantity", "axis", *(["by"] if _may_count(state) else [])):
            hyper_buttons(state, entry, SurfaceView, t)


def _may_count(state: PageState) -> bool:
    """Whether evaluations are another count than steps, or have been asked for."""
    classes = (state.form.member(f"o{index + 1}", state.query) for index in contender_indices(state.query))
    return "by" in state.query or any(issubclass(cls, AbstractOptimizer) and cls.uses_closure for cls in classes if cls)


def surface_share(state: PageState, t: Translator) -> None:
    """The target of the table, and the exports, as a part of the page."""
    part(state, SHARE, partial(_share, state, t), depends=lambda change: change.of_view or exports_open(state))


def _share(state: PageState, t: Translator) -> None:
    left, right = st.columns([0.6, 0.4], vertical_alignment="bottom")
    with left:
        hyper_control(state, "target", SurfaceView, t)
    with right:
        link = f"{st.context.url}?{urlencode(state.query)}"
        export_menu(state, lambda: _files(race_context(state, t), link), t, partial(race_share, state, t))


def _files(race: RaceContext, link: str) -> Files:
    run, paths, view, t, indices = race.run, race.paths, race.view, race.t, race.indices

    def html() -> str:
        figures = race_figure(run, race.grid, paths, view, t, indices), curves_figure(run, paths, view, t, indices)
        return page_html(t("surface.title"), race_alt(run, paths, view, t), figures)

    def lab() -> str:
        return lab_page(run, race.grid, paths, view, t, indices, link)

    interactive = {"lab": (FILE_NAME, lab)} if has_lab(run.surface) else {}
    return {
        **interactive,
        "script": ("race.py", lambda: surface_script(run)),
        "csv": ("race.csv", lambda: surface_csv(paths)),
        "html": ("race.html", html),
    }
