"""The curves of what an optimizer keeps inside."""

from collections.abc import Sequence

import streamlit as st

from optim_core.base.text import Translator
from optim_core.explain.optimizer_state import optimizer_state
from optim_core.figures import style
from optim_core.figures.race.optimizer_state import state_alt, state_drawing
from optim_core.figures.schedules import applied_values_alt, applied_values_drawing, scheduled_names
from optim_core.specs.results import Trajectory
from ui.components.chart import live_chart
from ui.compute import shared_results
from ui.compute.race_context import RaceContext
from ui.session.choices import button_row, stored
from ui.session.literal import literal
from ui.widgets.quantity_text import quantity_text

HEIGHT = 260


def inside(page: str, race: RaceContext) -> None:
    """State and effective learning rate of the chosen contender, a chart each."""
    run, paths, names, indices, t = race.run, race.paths, race.labels, race.indices, race.t
    key = f"{page}.inside"
    _set_for_each(paths, names, indices, key, t)
    options = {
        index: f"{style.contender_style(index).chip} {literal(name)}"
        for index, name in zip(indices, names, strict=True)
    }
    index, store = stored(key, options, indices[0])
    button_row(key, t("optimizer_state.contender"), options, index, store, help=t("optimizer_state.help"))
    position = indices.index(index)
    if not paths[position].steps:
        return
    found = shared_results.result(optimizer_state, paths[position], key=(run, position, paths[position].steps))
    if not found.series:
        st.write(t("optimizer_state.nothing"))
        return
    columns = st.columns(min(len(found.series), 3))
    for i, name in enumerate(found.series):
        text = quantity_text(type(run.optimizers[position]), name, t)
        drawing = state_drawing(found, name, text, index, t)
        alt = state_alt(found, name, text, names[position], t)
        with columns[i % len(columns)]:
            live_chart(drawing, key=f"{key}-{i}", alt=alt, height=HEIGHT, failed=t("race.failed"))


def _set_for_each(
    paths: Sequence[Trajectory], names: Sequence[str], indices: Sequence[int], key: str, t: Translator
) -> None:
    """What schedules have set for each update, of all contenders, where there are any."""
    shown = scheduled_names(paths)
    for column, name in zip(st.columns(len(shown)) if shown else [], shown, strict=True):
        drawing, alt = applied_values_drawing(paths, names, name, indices, t), applied_values_alt(paths, names, name, t)
        with column:
            live_chart(drawing, key=f"{key}-set-{name}", alt=alt, height=HEIGHT, failed=t("race.failed"))
