"""Below the race: what it did in plain words with what to try next, what the optimizers keep inside, and cuts."""

from collections.abc import Sequence
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from optim_core import pool
from optim_core.diagnosis import Finding, diagnose
from optim_core.figures import style
from optim_core.figures.numbers import short
from optim_core.hyper import hypers
from optim_core.labels import labels
from optim_core.optimizers import AbstractOptimizer
from optim_core.permalink import read_surface_run
from optim_core.results import Status
from optim_core.specs import SurfaceRun
from optim_core.text import Translator
from ui import cache, shell
from ui.current import shown
from ui.draft import Draft
from ui.internals import inside
from ui.parts import redraw
from ui.slices import cuts
from ui.surface_parts import race

MOST, TELLING = 4, 20.0
"""Findings shown at once of a contender, and the least weight of those after the first."""


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=cache.BY_REPR)
def findings(run: SurfaceRun) -> tuple[tuple[Finding, ...], ...]:
    """What there is to say about each contender of `run`."""
    return pool.run(diagnose, run, cache.trajectories(run))


def surface_tabs(draft: Draft, t: Translator) -> None:
    """The tabs under the table; only the open one is computed."""
    names = [t("words.tab"), t("internals.tab"), t("slices.tab")]
    words, internals, sliced = st.tabs(names, on_change="rerun", key=f"{draft.page}.tabs.{t.language}")
    if sliced.open:
        with sliced:
            cuts(draft, t)
    elif internals.open:
        with internals:
            inside(draft, t)
    else:
        with words:
            _words(draft, t)


def _words(draft: Draft, t: Translator) -> None:
    run, slots = shown(draft, read_surface_run)
    paths = race(run, t)
    found = findings(run)
    if any(path.status is Status.OUT_OF_TIME for path in paths):
        findings.clear(run)
    st.caption(t("words.intro"))
    row: list[DeltaGenerator] = []
    for place, (slot, name, each) in enumerate(zip(slots, labels(run.optimizers), found, strict=True)):
        row = row or list(st.columns(2 if len(slots) > 1 else 1))
        with row.pop(0).container(border=True, key=f"{draft.page}-words-{slot + 1}", gap="small"):
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.markdown(f"**{style.slot(slot).chip} {name}**", width="content")
                _door(draft, slot, 1, t("microscope.look_at"))
            _contender(draft, slot, run, run.optimizers[place], each, t)
            if not each:
                st.write(t("words.nothing" if paths[place].steps else "words.none"))


def _contender(
    draft: Draft, slot: int, run: SurfaceRun, optimizer: AbstractOptimizer, found: Sequence[Finding], t: Translator
) -> None:
    first = [each for place, each in enumerate(found[:MOST]) if place == 0 or each.weight >= TELLING]
    say = partial(_say, draft, slot, run, optimizer, t)
    for each in first:
        say(each)
    rest = found[len(first) :]
    if rest:
        more = st.expander(
            t("words.more"), type="compact", key=f"{draft.page}.words.{slot + 1}.more", on_change="rerun"
        )
        if more.open:
            with more:
                for each in rest:
                    say(each)


def _say(
    draft: Draft, slot: int, run: SurfaceRun, optimizer: AbstractOptimizer, t: Translator, finding: Finding
) -> None:
    """The sentence, the way to its step, and the next try."""
    values = {name: value if isinstance(value, str) else short(value) for name, value in finding.values.items()}
    st.markdown(t(f"finding.{finding.key}", **values))
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        _door(draft, slot, finding.step, t("words.step", step=finding.step))
        for name, value in finding.attempt.items():
            cls = type(optimizer) if name in hypers(type(optimizer)) else type(run)
            entry = name if cls is type(run) else f"o{slot + 1}.{name}"
            change = f"{name} {hypers(cls)[name].format(value)}"
            st.button(
                t("words.try", change=change),
                key=f"{draft.page}.words.{slot + 1}.{finding.key}",
                icon=":material/experiment:",
                on_click=partial(_try, draft, entry, value),
                type="tertiary",
            )


def _door(draft: Draft, slot: int, step: int, label: str) -> None:
    """The way to a step under the microscope."""
    query = {**draft.state.get("good", draft.query), "at": str(step), "look": str(slot + 1)}
    icon = ":material/search:"
    st.page_link(shell.path("microscope"), label=label, icon=icon, query_params=query, width="content")


def _try(draft: Draft, entry: str, value: float | bool) -> None:
    draft.set(**{entry: value})
    redraw(draft, entry)
