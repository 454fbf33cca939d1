"""What maps of all kinds share: how their panels stand, and what their colours mean."""

import streamlit as st

from optim_core.figures.map_colours import Colours, strip_drawing
from optim_core.figures.numbers import short
from optim_core.figures.style import slot as look
from optim_core.text import Translator
from ui.chart import live_chart

COLUMNS = {1: 1, 2: 2, 3: 3, 4: 2, 5: 3, 6: 3, 7: 4, 8: 4}
"""Panels -> how many stand in a row; on a phone, one."""
HEIGHTS = {1: 480, 2: 420, 3: 340, 4: 300}
STRIP = 52


def legend(scale: Colours, title: str, t: Translator) -> None:
    """What the colours stand for: a strip, or a chip for each minimum."""
    if scale.names:
        chips = " · ".join(f"{look(i).chip} {name}" for i, name in enumerate(scale.names[:16]))
        st.markdown(f"{title}: {chips}")
        return
    words = t("figure.map.above", name=title, floor=short(scale.floor)) if scale.log and scale.floor else title
    words = t("figure.log_axis", name=words) if scale.log else words
    live_chart(strip_drawing(scale, words, t), key="map-strip", alt=words, height=STRIP)
