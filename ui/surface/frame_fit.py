"""The offer to fit the frame of your own formula to paths that leave it."""

import numpy as np
import streamlit as st

from optim_core.formula import Formula, formula_fitted
from optim_core.specs.metrics import nearest_minima
from optim_core.surfaces.base import Box
from ui.compute.race_context import RaceContext
from ui.session.callbacks import on_click
from ui.session.fragments import redraw
from ui.session.page_state import PageState


def frame_fit(state: PageState, race: RaceContext) -> None:
    """How many paths leave the frame of a formula, and a button that fits the frame to them; nothing if none does."""
    surface = race.run.surface
    if not isinstance(surface, Formula):
        return
    leaving = sum(formula_fitted(surface, path.xy) is not None for path in race.paths)
    if not leaving:
        return
    ends = [nearest_minima(path, surface)[-1:] for path in race.paths]
    fitted = formula_fitted(surface, np.concatenate([*(path.xy for path in race.paths), *ends]))
    if fitted is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(race.t("formula.leaving", count=leaving, total=len(race.paths)))
        st.button(
            race.t("formula.fit"),
            icon=":material/fit_screen:",
            key=f"{state.page}.fit",
            help=race.t("formula.fit_help"),
            on_click=on_click(_fit, state, fitted.domain, race.run.start),
        )


def _fit(state: PageState, frame: Box, start: tuple[float, float]) -> None:
    """Set the frame; the start stays where it is, also if it was the frame's own."""
    (x_low, x_high), (y_low, y_high) = frame
    ends = {"x_low": x_low, "x_high": x_high, "y_low": y_low, "y_high": y_high}
    state.set(
        **{f"surface.{name}": value for name, value in ends.items()}, **{"start.x": start[0], "start.y": start[1]}
    )
    redraw(state, "surface")
