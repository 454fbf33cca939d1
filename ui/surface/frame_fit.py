"""The offer to fit the frame of your own formula to paths or runs that leave it."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from optim_core.base.result import Array
from optim_core.base.text import Translator
from optim_core.formula import formula_fitted, formula_minima
from optim_core.surfaces import AbstractSurface
from optim_core.surfaces.base import Point
from ui.compute.race_context import RaceContext
from ui.session.callbacks import on_click
from ui.session.fragments import redraw
from ui.session.page_state import PageState


def race_fit(state: PageState, race: RaceContext) -> None:
    """How many paths of a race leave the frame of a formula, and a button that fits the frame to them."""
    paths = [path.xy for path in race.paths]
    frame_fit(state, race.run.surface, race.run.start, paths, "formula.leaving", race.t)


def frame_fit(
    state: PageState, surface: AbstractSurface, start: Point, paths: Sequence[Array], key: str, t: Translator
) -> None:
    """How many of the paths, each (n, 2), leave the frame of a formula, by the text `key`, and a button that fits it.

    Nothing if none leaves it, or if the surface is not one of a formula.
    """
    leaving = sum(formula_fitted(surface, path) is not None for path in paths)
    if not leaving:
        return
    minima = formula_minima(surface, np.stack([path[-1] for path in paths]))
    fitted = formula_fitted(surface, np.concatenate([*paths, minima]))
    if fitted is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(t(key, count=leaving, total=len(paths)))
        st.button(
            t("formula.fit"),
            icon=":material/fit_screen:",
            key=f"{state.page}.fit",
            help=t("formula.fit_help"),
            on_click=on_click(_fit, state, fitted, start),
        )


def _fit(state: PageState, fitted: AbstractSurface, start: Point) -> None:
    """Set the frame; the start stays where it is, also if it was the frame's own."""
    (x_low, x_high), (y_low, y_high) = fitted.plain.domain
    ends = {"x_low": x_low, "x_high": x_high, "y_low": y_low, "y_high": y_high}
    x, y = fitted.inward(start)
    state.set(**{f"surface.{name}": value for name, value in ends.items()}, **{"start.x": x, "start.y": y})
    redraw(state, "surface")
