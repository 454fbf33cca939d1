"""The surface of a race cut along both axes through the start."""

import streamlit as st

from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.slices import slice_alt, slice_drawing
from optim_core.permalink import read_surface_run
from optim_core.surfaces.slices import slices
from ui.components.chart import live_chart
from ui.session.active_run import shown
from ui.session.page_state import Draft

HEIGHT = 260


def cuts(draft: Draft, t: Translator) -> None:
    """A curve along x and one along y."""
    run, _ = shown(draft, read_surface_run)
    st.caption(t("slices.intro"))
    for axis, cut, column in zip("xy", slices(run.surface, run.start), st.columns(2), strict=True):
        with column:
            live_chart(
                style.figure(slice_drawing(cut, axis, t)),
                key=f"{draft.page}-slice-{axis}",
                alt=slice_alt(cut, axis, t),
                height=HEIGHT,
                failed=t("race.failed"),
            )
