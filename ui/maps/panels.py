"""What maps of all kinds share: how their panels stand, and what their colors mean."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from optim_core.base.errors import SpecError
from optim_core.base.text import Translator
from optim_core.figures.maps.color_scale import ColorScale, strip_drawing
from optim_core.figures.numbers import short
from optim_core.figures.style import contender_style
from ui.components.chart import live_chart
from ui.session.active_run import error_text
from ui.session.literal import literal
from ui.session.part_errors import part_errors

P = TypeVar("P")
Draw = Callable[[int, str, P, int], None]

COLUMNS = {1: 1, 2: 2, 3: 3, 4: 2, 5: 3, 6: 3, 7: 4, 8: 4}
"""Panels -> how many stand in a row; on a phone, one."""
HEIGHTS = {1: 480, 2: 420, 3: 340, 4: 300}
STRIP = 52


@part_errors("maps.legend")
def legend(scale: ColorScale, title: str, t: Translator) -> None:
    """Legend of the colors: a strip, or a chip per minimum."""
    if scale.names:
        chips = " · ".join(f"{contender_style(i).chip} {name}" for i, name in enumerate(scale.names[:16]))
        st.markdown(f"{title}: {chips}")
        return
    label = t("figure.map.above", name=title, floor=short(scale.floor)) if scale.log and scale.floor else title
    label = t("figure.log_axis", name=label) if scale.log else label
    live_chart(strip_drawing(scale, label, t), key="map-strip", alt=label, height=STRIP)


def small_multiples(
    indices: Sequence[int], names: Sequence[str], panels: Sequence[P | SpecError], draw: Draw[P], t: Translator
) -> None:
    """One panel per contender, in rows, drawn by `draw(index, name, panel, height)`; an error shows its message."""
    across = COLUMNS[len(indices)]
    columns = [column for _ in range(0, len(indices), across) for column in st.columns(across)]
    for column, name, index, panel in zip(columns, names, indices, panels, strict=False):
        with column:
            st.markdown(f"{contender_style(index).chip} **{literal(name)}**")
            if isinstance(panel, SpecError):
                st.info(error_text(panel, t), icon=":material/grid_off:")
            else:
                with part_errors("maps.panel"):
                    draw(index, name, panel, HEIGHTS[across])
