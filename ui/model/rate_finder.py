"""The learning-rate finder of the model page: a range test of all contenders at once, and rates to use."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import streamlit as st

from optim_core.base.errors import SpecError
from optim_core.base.text import Translator
from optim_core.figures.numbers import short
from optim_core.figures.style import contender_style
from optim_core.figures.training.rate_range import rate_range_alt, rate_range_drawing
from optim_core.optimizers.labels import labels
from optim_core.specs import ModelRun
from optim_core.train.rate_range import (
    HIGHEST,
    LOWEST,
    SECONDS,
    SEEDS,
    UPDATES,
    RateRange,
    is_testable,
    range_run,
    rate_ranges,
)
from ui.components.chart import live_chart
from ui.compute import visitor
from ui.compute.own_table import read_page_run
from ui.session.active_run import active_indices, error_text, read_run
from ui.session.callbacks import on_click
from ui.session.folds import fold
from ui.session.fragments import on_run, part
from ui.session.literal import literal
from ui.session.page_state import PageState

FINDER, FOUND = "finder", "finder.found"
WANTED = "finder.wanted"
"""Key of True after a click on the button, then of the `repr` of the run that is to be tested."""
GRACE_SECONDS = 20.0
"""Of working time beyond that of the test, for what surrounds it."""


class Found(NamedTuple):
    """The results of a test, and the `repr` of its run."""

    run: str
    ranges: tuple[RateRange, ...]


def rate_finder(state: PageState, t: Translator) -> None:
    """A fold with the range test, as a part of the page."""
    part(state, FINDER, partial(_finder, state, t), depends=on_run)


def _finder(state: PageState, t: Translator) -> None:
    with fold(f"{state.page}.finder", t("finder.title"), icon=":material/speed:") as opened:
        if not opened.open:
            return
        st.caption(t("finder.about", updates=UPDATES, seeds=SEEDS, low=short(LOWEST), high=short(HIGHEST)))
        with suppress(SpecError):  # the stage says what is wrong
            _test(state, read_run(read_page_run, state.query), t)


def _test(state: PageState, run: ModelRun, t: Translator) -> None:
    """The button that begins the test of the run, and what the last test of it has found."""
    pairs = zip(active_indices(state.query), run.optimizers, strict=True)
    chosen = {index: optimizer for index, optimizer in pairs if is_testable(optimizer)}
    if left_out := [type(one).__name__ for one in run.optimizers if not is_testable(one)]:
        st.caption(t("finder.left_out", names=", ".join(left_out)))
    if not chosen:
        return
    names = labels(tuple(chosen.values()))
    try:
        tested = range_run(replace(run, optimizers=tuple(chosen.values())))
    except SpecError as error:
        st.error(error_text(error, t), icon=":material/error:")
        return
    found: Found | None = st.session_state.get(FOUND)
    if found and found.run != repr(tested):
        found = None
    label = t("finder.again" if found else "finder.start")
    want = on_click(st.session_state.update, {WANTED: True})
    st.button(label, icon=":material/speed:", key="finder.start", on_click=want)
    if st.session_state.get(WANTED) is True:
        st.session_state[WANTED] = repr(tested)
    if st.session_state.get(WANTED) == repr(tested):
        found = st.session_state[FOUND] = Found(repr(tested), _ranges(tested, t))
    if found:
        _result(state, found.ranges, names, list(chosen), t)


def _ranges(tested: ModelRun, t: Translator) -> tuple[RateRange, ...]:
    """Carry out the test. If a change elsewhere on the page ends it, it begins again when the page is drawn."""
    try:
        with st.spinner(t("finder.computing"), show_time=True):
            ranges = visitor.run(rate_ranges, tested, seconds=SECONDS + GRACE_SECONDS)
    except Exception:
        del st.session_state[WANTED]
        raise
    del st.session_state[WANTED]
    return ranges


def _result(
    state: PageState, ranges: Sequence[RateRange], names: Sequence[str], indices: Sequence[int], t: Translator
) -> None:
    drawing = rate_range_drawing(ranges, names, indices, t)
    live_chart(drawing, key="finder.chart", alt=rate_range_alt(ranges, names, t), failed=t("race.failed"))
    rates = {index: one.best for index, one in zip(indices, ranges, strict=True) if one.best is not None}
    with st.container(horizontal=True, vertical_alignment="center"):
        for index, name in zip(indices, names, strict=True):
            if index in rates:
                label = t("finder.use", name=literal(name), rate=short(rates[index]))
                chip = contender_style(index).chip
                use = on_click(_use, state, {index: rates[index]})
                st.button(f"{chip} {label}", key=f"finder.use.{index}", on_click=use)
        if len(rates) > 1:
            st.button(t("finder.use_all"), key="finder.use_all", type="primary", on_click=on_click(_use, state, rates))
    unmarked = [(literal(name), one) for name, one in zip(names, ranges, strict=True) if one.best is None]
    for key, ended_early in (("none", False), ("ended_early", True)):
        if shown := [name for name, one in unmarked if one.ended_early == ended_early]:
            st.caption(t(f"finder.{key}", names=", ".join(shown)))
    st.caption(t("finder.limits"))


def _use(state: PageState, rates: dict[int, float]) -> None:
    """Set the learning rates of contenders, given by index."""
    state.set(**{f"o{index + 1}.lr": rate for index, rate in rates.items()})
    st.rerun()
