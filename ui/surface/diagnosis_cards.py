"""Below the race: what it did in plain words with what to try next, what the optimizers keep inside, and cuts."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from optim_core.base.byte_cache import cached
from optim_core.base.hyper import hypers
from optim_core.base.text import Translator
from optim_core.explain.diagnosis import Finding, diagnose
from optim_core.figures import style
from optim_core.figures.numbers import short
from optim_core.optimizers import AbstractOptimizer
from optim_core.optimizers.labels import labels
from optim_core.specs import SurfaceRun
from optim_core.specs.results import Trajectory
from ui.app import shell
from ui.components.loader import component
from ui.compute import shared_results
from ui.compute.race_context import RaceContext, race_context
from ui.session.callbacks import on_click, reported
from ui.session.fragments import on_run, part, redraw
from ui.session.literal import quoted
from ui.session.page_state import PageState
from ui.session.part_errors import part_errors
from ui.surface.points import points
from ui.surface.slices import cuts
from ui.surface.state_curves import inside

MOST, LEAST_WEIGHT = 4, 20.0
"""Findings shown at once of a contender, and the least weight of those after the first."""
KEY = "plain-words"
Found = tuple[tuple[Finding, ...], ...]

_cards = component("plain_words", "cards")


def findings(run: SurfaceRun, paths: Sequence[Trajectory]) -> Found:
    """Findings about each contender of `run`, cached per contender."""
    pairs = zip(run.optimizers, paths, strict=True)
    return tuple(_of_one(replace(run, optimizers=(one,)), path) for one, path in pairs)


def _of_one(run: SurfaceRun, path: Trajectory) -> tuple[Finding, ...]:
    (found,) = shared_results.result(diagnose, run, (path,), key=(run, path.steps))
    return found


def surface_tabs(state: PageState, t: Translator) -> None:
    """The tabs under the table, as a part of the page; only the open one is computed."""
    part(state, "tabs", lambda: _tabs(state, race_context(state, t)), depends=on_run)


def _tabs(state: PageState, race: RaceContext) -> None:
    t = race.t
    names = [t("diagnosis.tab"), t("optimizer_state.tab"), t("slices.tab"), t("points.tab")]
    words, internals, sliced, table = st.tabs(names, on_change="rerun", key=f"{state.page}.tabs.{t.language}")
    if sliced.open:
        with sliced, part_errors("surface.slices"):
            cuts(state.page, race)
    elif table.open:
        with table, part_errors("surface.points"):
            points(state.page, race)
    elif internals.open:
        with internals, part_errors("surface.optimizer_state"):
            inside(state.page, race)
    else:
        with words, part_errors("surface.words"):
            _diagnosis(state, race)


def _diagnosis(state: PageState, race: RaceContext) -> None:
    """A card per contender: one element for all of them, since each element costs every later change a little."""
    run, paths, indices, t = race.run, race.paths, race.indices, race.t
    st.caption(t("diagnosis.intro"))
    data = {
        "cards": _card_data(run, paths, indices, t),
        "query": urlencode(race.query),
        "more": t("diagnosis.more"),
        "failed": t("race.failed"),
    }
    tried = on_click(_try, state, race)
    opened = _positions(_cards(key=KEY, data=data, on_open_change=lambda: None, on_attempt_change=tried).open, 2)
    if opened and opened[0] < len(indices) and opened[1] <= run.steps:
        st.switch_page(shell.path("microscope"), query_params=_step(race, indices[opened[0]], opened[1]))


@cached()
def _card_data(
    run: SurfaceRun, paths: tuple[Trajectory, ...], indices: tuple[int, ...], t: Translator
) -> Sequence[Mapping[str, Any]]:
    """The cards of a race, cached for all sessions."""
    rows = zip(indices, labels(run.optimizers), run.optimizers, findings(run, paths), paths, strict=True)
    return [
        {
            "name": name,
            "number": index + 1,
            "glyph": style.contender_style(index).glyph,
            "color": style.contender_style(index).color,
            "step": _step_link(1, t("microscope.look_at")),
            "findings": [_sentence(run, optimizer, each, t) for each in found],
            "first": _shown_first(found),
            "nothing": t("diagnosis.nothing" if path.steps else "diagnosis.none"),
        }
        for index, name, optimizer, found, path in rows
    ]


def _shown_first(found: Sequence[Finding]) -> int:
    """How many findings are shown before "more" is opened."""
    return sum(position == 0 or each.weight >= LEAST_WEIGHT for position, each in enumerate(found[:MOST]))


def _sentence(run: SurfaceRun, optimizer: AbstractOptimizer, finding: Finding, t: Translator) -> dict[str, Any]:
    """A finding for the browser: its sentence, a link to its step, and what to try next."""
    values = {name: short(value) if not isinstance(value, str) else value for name, value in finding.values.items()}
    values |= {name: quoted(value) for name, value in values.items() if name == "error"}  # the text of an exception
    domains = {**hypers(type(run)), **hypers(type(optimizer))}
    return {
        "text": t(f"finding.{finding.key}", **values),
        "step": _step_link(finding.step, t("diagnosis.step", step=finding.step)),
        "attempts": [
            t("diagnosis.try", change=f"{name} {domains[name].format(value)}")
            for name, value in finding.attempt.items()
        ],
    }


def _step_link(step: int, label: str) -> dict[str, Any]:
    """A link to a step under the microscope."""
    return {"label": label, "step": step}


def _step(race: RaceContext, index: int, step: int) -> dict[str, str]:
    """The link of a step under the microscope."""
    return {**race.query, "at": str(step), "look": str(index + 1)}


def _try(state: PageState, race: RaceContext) -> None:
    """Apply the attempt that the browser names by the positions of its contender, its finding and its own."""
    with suppress(IndexError, ValueError):
        card, finding, nth = _positions(reported(KEY, "attempt"), 3)
        name, value = list(findings(race.run, race.paths)[card][finding].attempt.items())[nth]
        entry = f"o{race.indices[card] + 1}.{name}" if name in hypers(type(race.run.optimizers[card])) else name
        state.set(**{entry: value})
        redraw(state, entry)


def _positions(message: Any, count: int) -> list[int]:
    """A message from the browser, which anyone can write, if it is so many places from 0; else nothing."""
    valid = isinstance(message, list | tuple) and len(message) == count
    return list(message) if valid and all(type(one) is int and one >= 0 for one in message) else []
