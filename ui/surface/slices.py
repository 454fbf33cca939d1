"""The surface of a race cut along both axes through the start."""

import streamlit as st

from optim_core.figures import style
from optim_core.figures.race.slices import slice_alt, slice_drawing
from optim_core.surfaces.slices import slices
from ui.components.chart import live_chart
from ui.compute.race_context import RaceContext

HEIGHT = 260


def cuts(page: str, race: RaceContext) -> None:
    """A curve along x and one along y."""
    run, t = race.run, race.t
    st.caption(t("slices.intro"))
    for axis, cut, column in zip("xy", slices(run.surface, run.start), st.columns(2), strict=True):
        with column:
            live_chart(
                style.figure(slice_drawing(cut, axis, t)),
                key=f"{page}-slice-{axis}",
                alt=slice_alt(cut, axis, t),
                height=HEIGHT,
                failed=t("race.failed"),
            )
