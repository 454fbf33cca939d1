"""The chosen cell of a map: what it says, and the way to that very run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from optim_core.base.text import Translator
from optim_core.figures.style import contender_style
from optim_core.permalink import write_model_run, write_surface_run
from optim_core.specs import ModelRun
from optim_core.sweep.maps import AbstractCells, BestCells, MapRun, ModelCells, ModelMapRun, best_cells, read_pick
from optim_core.sweep.maps.form import AXIS_ENDS
from ui.app import shell
from ui.maps.headline import best_text
from ui.session.callbacks import on_click
from ui.session.fragments import PROBLEM, STAGE, redraw_parts
from ui.session.literal import literal
from ui.session.page_state import PageState

CLOSER = 3
"""How many times nearer a zoom around the chosen cell goes."""


Run = MapRun | ModelMapRun


@dataclass(frozen=True)
class Pick:
    """A cell (row, column) of the panel of a contender: chosen by a click, or else the first of the `best`."""

    index: int
    cells: AbstractCells
    cell: tuple[int, int]
    best: BestCells | None = None
    """All best cells, each with its contender's index; None if the cell was chosen by a click."""

    @property
    def chosen(self) -> bool:
        return self.best is None


def picked(state: PageState, panels: Sequence[tuple[int, AbstractCells]], quantity: str) -> Pick | None:
    """The clicked cell, or else the best one of all panels."""
    if asked := read_pick(state.query):
        for index, cells in panels:
            if index == asked[0]:
                return Pick(index, cells, cells.nearest_cell(*asked[1:]))
    found = best_cells([cells for _, cells in panels], quantity)
    if found is None:
        return None
    panel, cell = found.cells[0]
    best = BestCells(tuple((panels[each][0], at) for each, at in found.cells), found.tied)
    return Pick(*panels[panel], cell, best)


def pick_row(pick: Pick, names: Mapping[int, str], description: str, quantity: str, t: Translator) -> None:
    """The result of the chosen run, or of the best of all panels, and a link to it; `names` by contender index."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        kind = "model" if isinstance(pick.cells, ModelCells) else "run"
        text = (
            best_text(pick.best, names, description, kind, quantity, t)
            if pick.best
            else t("maps.picked", name=literal(names[pick.index]), run=description)
        )
        st.markdown(f"{contender_style(pick.index).chip} {text}", width="content")
        page, query = _link(pick)
        st.page_link(shell.path(page), label=t("maps.open"), icon=":material/arrow_forward:", query_params=query)


def zoom_buttons(state: PageState, run: Run, pick: Pick | None, t: Translator) -> None:
    """Closer to the chosen cell, and back."""
    st.button(
        t("maps.closer"),
        icon=":material/zoom_in:",
        key="maps.closer",
        disabled=pick is None,
        on_click=on_click(_closer, state, run, pick),
        help=t("maps.zoom_help"),
    )
    st.button(
        t("maps.back"),
        icon=":material/zoom_out:",
        key="maps.back",
        disabled=not can_zoom_out(state),
        on_click=on_click(zoom, state, run),
    )


def choose(state: PageState, run: Run, index: int, cells: AbstractCells, x: float, y: float) -> None:
    """A click at the places x and y: it chooses the cell; another on the same one opens its run."""
    values = [float(axis.value(np.array(place))) for axis, place in zip(run.axes, (x, y), strict=True)]
    row, column = cells.nearest_cell(*values)
    up, across = (axis.values for axis in cells.spec.axes)
    before = read_pick(state.query)
    if before and (before[0], *cells.nearest_cell(*before[1:])) == (index, row, column):
        state.data.open_pick = True
    state.set(**{"pick": index + 1, "pick.x": across[column], "pick.y": up[row]})
    redraw_parts(state, [STAGE])


def open_if_asked(state: PageState, pick: Pick | None) -> None:
    """Go to the page of the run that was clicked twice."""
    is_due, state.data.open_pick = state.data.open_pick, False
    if is_due and pick:
        page, query = _link(pick)
        st.switch_page(shell.path(page), query_params=query)


def zoom(state: PageState, run: Run, *ends: float) -> None:
    """Show this part only; without ends, what was shown before."""
    if not ends:
        _zoom_out(state)
        return
    entries: dict[str, object] = {}
    for name, axis, low, high in zip("xy", run.axes, ends[::2], ends[1::2], strict=True):
        first, last = axis.ends
        low, high = max(min(low, high), first), min(max(low, high), last)
        step = (high - low) / run.side
        if step <= 0:
            return
        inner = (axis.rounded(low, step), axis.rounded(high, step))
        if not inner[0] < inner[1]:  # fewer than two whole numbers are left
            inner = (axis.low, axis.high)
        whole = (low == first, high == last)
        kept = [edge if same else new for edge, same, new in zip((axis.low, axis.high), whole, inner, strict=True)]
        entries |= dict(zip((f"{name}.low", f"{name}.high"), kept, strict=True))
    state.data.zooms.append({name: state.query.get(name) for name in entries})
    state.set(**entries)
    redraw_parts(state, [STAGE, PROBLEM])


def can_zoom_out(state: PageState) -> bool:
    """Whether less than all is shown."""
    return bool(state.data.zooms) or any(end in state.query for end in AXIS_ENDS)


def _zoom_out(state: PageState) -> None:
    """Back to what was shown before the last zoom; from a link, to all that the axes usually cover."""
    past = state.data.zooms
    before = past.pop() if past else dict.fromkeys(AXIS_ENDS)
    kept = {name: text for name, text in state.query.items() if name not in before}
    state.replace(kept | {name: text for name, text in before.items() if text is not None})
    redraw_parts(state, [STAGE, PROBLEM])


def _closer(state: PageState, run: Run, pick: Pick | None) -> None:
    if pick is None:
        return
    ends: list[float] = []
    up, across = (axis.values for axis in pick.cells.spec.axes)
    for axis, value in zip(run.axes, (across[pick.cell[1]], up[pick.cell[0]]), strict=True):
        first, last = axis.ends
        middle, half = float(axis.position(np.array(value))), (last - first) / CLOSER / 2
        middle = min(max(middle, first + half), last - half)
        ends += [middle - half, middle + half]
    zoom(state, run, *ends)


def _link(pick: Pick) -> tuple[str, dict[str, str]]:
    """The page and the link of the run."""
    run = pick.cells.spec.run_at(*pick.cell)
    page, write = ("model", write_model_run) if isinstance(run, ModelRun) else ("surface", write_surface_run)
    return page, write(run, [pick.index])
