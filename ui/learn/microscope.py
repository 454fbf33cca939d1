"""The parts of the microscope page: which step of whom, the step drawn, its rule with numbers, its table."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from optim_core.base.result import Array
from optim_core.base.text import Translator
from optim_core.explain.clipped_gradient import with_clipping
from optim_core.explain.microscope import EXACT, StepView, step_view
from optim_core.figures import style
from optim_core.figures.learn.microscope import near_frame, step_alt, step_drawing
from optim_core.figures.numbers import short
from optim_core.optimizers import AbstractOptimizer, in_torch
from optim_core.optimizers.latex import aligned
from optim_core.permalink.form_microscope import MicroscopeView
from optim_core.specs.results import Trajectory
from optim_core.surfaces.grid import grid
from ui.app import shell
from ui.components.chart import live_chart
from ui.components.result_tables import status_text
from ui.components.table_help import explained_table
from ui.compute import results as cache
from ui.compute.race_context import RaceContext, checked_race
from ui.learn.symbols import symbol_help
from ui.session.callbacks import on_change, on_click
from ui.session.choices import select_box
from ui.session.literal import literal
from ui.session.page_state import PageState
from ui.session.part_errors import part_errors
from ui.session.widget_keys import widget_key
from ui.surface.frame_fit import race_fit
from ui.widgets.controls import hyper_buttons
from ui.widgets.quantity_text import quantity_text

SIDE = 61
"""Points along an edge of the heights near a step."""
NONE = 0
"""`MicroscopeView.beside` where nobody is."""


def microscope_head(t: Translator) -> None:
    """Title, and what to try first."""
    st.title(t("microscope.title"), anchor=False)
    st.caption(t("microscope.hint"))


def microscope_stage(state: PageState, t: Translator) -> None:
    """The chosen step: picture, rule and table; redrawn alone when another step is chosen."""
    race = checked_race(state, t)
    indices, paths, view = race.indices, race.paths, state.view(MicroscopeView)
    names = dict(zip(indices, race.labels, strict=True))
    looked = view.look - 1 if view.look - 1 in indices else indices[0]
    others = [index for index in indices if index != looked]
    shown = [looked, *([view.beside - 1] if view.beside - 1 in others else [])]
    chosen = {index: paths[indices.index(index)] for index in shown}
    last = max(path.steps for path in chosen.values())
    at = min(view.at, last)
    _choices(state, names, looked, others, shown, t)
    if last:
        _scrubber(state, at, last, t)
    for column, (index, path) in zip(st.columns(len(chosen)), chosen.items(), strict=True):
        with column, part_errors("microscope.step"):
            _contender(race, path, at, view.frame, names[index], index, t, alone=len(chosen) == 1)
    with part_errors("microscope.fit"):
        race_fit(state, race)
    st.page_link(
        shell.path("surface"), label=t("microscope.back"), icon=":material/arrow_back:", query_params=dict(state.query)
    )
    state.publish()


def _choices(
    state: PageState, names: dict[int, str], looked: int, others: Sequence[int], shown: Sequence[int], t: Translator
) -> None:
    options = {index + 1: name for index, name in names.items()}
    second = shown[1] + 1 if len(shown) > 1 else NONE
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _pick(state, "look", looked + 1, options, t)
        if others:
            beside = {NONE: t("microscope.nobody")} | {index + 1: names[index] for index in others}
            _pick(state, "beside", second, beside, t)
        hyper_buttons(state, "frame", MicroscopeView, t)


def _pick(state: PageState, entry: str, value: int, options: dict[int, str], t: Translator) -> None:
    select_box(
        f"{state.page}.{entry}",
        t(f"microscope.{entry}"),
        options,
        value,
        lambda number: state.set(**{entry: number}),
        width=220,
        help=t(f"help.{entry}"),
    )


def _scrubber(state: PageState, at: int, last: int, t: Translator) -> None:
    """The step, by slider, buttons and arrow keys."""
    key = widget_key(f"{state.page}.at", at)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        _turn(state, "previous", "Left", at - 1, at > 1, t)
        _turn(state, "next", "Right", at + 1, at < last, t)
        if last > 1:
            label, changed = t("microscope.at", step=at, steps=last), on_change(key, lambda step: state.set(at=step))
            st.slider(label, 1, last, at, key=key, on_change=changed, help=t("help.at"))


def _turn(state: PageState, way: str, shortcut: str, step: int, possible: bool, t: Translator) -> None:
    st.button(
        t(f"microscope.{way}"),
        icon=f":material/{'chevron_left' if way == 'previous' else 'chevron_right'}:",
        key=f"{state.page}.{way}",
        on_click=on_click(state.set, at=step),
        disabled=not possible,
        shortcut=shortcut,
    )


def _contender(
    race: RaceContext, path: Trajectory, at: int, frame: str, name: str, index: int, t: Translator, *, alone: bool
) -> None:
    """One contender's step: picture and rule side by side where there is room, the table below."""
    st.markdown(f"**{style.contender_style(index).chip} {literal(name)}**")
    ended = status_text(path.status, path.stopped_at, t, float(path.loss[-1]), path.failure)
    if at > path.steps or not path.steps:
        st.info(t("microscope.over", steps=path.steps, status=ended))
        return
    view = step_view(path, at)
    left, right = st.columns([0.55, 0.45]) if alone else (st.container(), st.container())
    with left:
        _picture(race, path, view, frame, name, index, t)
    with right:
        _explained(path, view, t)
    _table(type(path.optimizer), view, t)


def _explained(path: Trajectory, view: StepView, t: Translator) -> None:
    """The rule with its numbers; of a class without one, that its code is all there is."""
    if view.deviation is None:
        st.info(t("microscope.own_code", name=literal(type(path.optimizer).__name__)))
        return
    st.latex(aligned(_rows(view)))
    if rule := path.optimizer.rule:
        symbol_help(type(path.optimizer), with_clipping(path.optimizer.clip, rule.equations(path.values(view.step))), t)
    torchs = in_torch(type(path.optimizer))
    key = "by_rule" if not torchs else "exact" if view.exact else "inexact"
    st.caption(t(f"microscope.{key}", share=short(EXACT), deviation=short(view.deviation)))


def _picture(
    race: RaceContext, path: Trajectory, view: StepView, frame: str, name: str, index: int, t: Translator
) -> None:
    run, near = race.run, frame == "near"
    box = near_frame(view, run.surface.domain) if near else run.surface.domain
    heights = grid(run.surface, SIDE, box) if near else cache.heights(run.surface)
    drawing = step_drawing(run.surface, heights, path, view, box, name, index, t, race.view.colors)
    alt = step_alt(path, view, name, t)
    live_chart(drawing, key=f"step-{index}", alt=alt, height=460, failed=t("race.failed"))


def _rows(view: StepView) -> list[str]:
    """Each line of the rule, and under it the same with the numbers of x and of y."""
    rows = []
    for line in view.equations:
        rows.append(rf"{line.symbol} &= {line.formula}")
        rows += [rf"&\footnotesize {axis}:\ {text}" for axis, text in zip("xy", line.numbers, strict=True)]
    return rows


def _table(cls: type[AbstractOptimizer], view: StepView, t: Translator) -> None:
    rows = view.quantities
    columns: dict[str, Any] = {
        t("microscope.quantity"): [
            f"${row.symbol}$ {literal(quantity_text(cls, row.name, t))}".removeprefix("$$ ") for row in rows
        ],
        "x": [_cell(row.before, row.value, 0) for row in rows],
        "y": [_cell(row.before, row.value, 1) for row in rows],
    }
    explained_table(columns, t)


def _cell(before: Array | None, value: Array, axis: int) -> str:
    """The value; where it is remembered, also what it was, in as many digits as tell the two apart."""
    after = float(value[axis])
    if before is None:
        return short(after)
    was = float(before[axis])
    pairs = [(short(was), short(after)), *((f"{was:.{n}g}", f"{after:.{n}g}") for n in (6, 9, 12, 17))]
    return " → ".join(next((pair for pair in pairs if pair[0] != pair[1]), pairs[0]))
