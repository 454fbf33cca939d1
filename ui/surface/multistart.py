"""The race from many starts: thin paths and bands under the race, and a table, once the race itself is there."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import streamlit as st

from optim_core.base.text import Translator
from optim_core.export.csv_tables import multistart_csv
from optim_core.export.race_data import digest
from optim_core.figures.numbers import sendable, short
from optim_core.figures.race.multistart import multistart_drawing
from optim_core.optimizers.labels import labels
from optim_core.specs import SurfaceRun
from optim_core.specs.views import SurfaceView
from optim_core.surfaces.base import Point
from optim_core.sweep.multistart import MULTISTART_SECONDS, Multistart, merged, multistart
from ui.components.html_table import sheet
from ui.components.loader import component
from ui.components.table_help import table_help
from ui.compute import shared_results
from ui.compute.race_context import RaceContext, race_context
from ui.session.fragments import part
from ui.session.page_state import PageState

TOGETHER = 16
"""Paths that are run together; a change of the page is heard between two such groups."""
PATIENCE = 0.5
"""Seconds without a word on how far it is."""
MOST_MINIMA = 4
"""Named in the table; of others only the number of paths."""

_show_multistart = component("race_multistart", "array_store")


def multistart_id(race: RaceContext) -> str:
    """Name of the paths from further starts, for which the race view waits; empty if it draws none."""
    if not race.further_starts or race.view.by != "step":
        return ""
    return digest(race.run, race.further_starts, race.view.quantity, race.view.axis)


def multistart_part(state: PageState, t: Translator) -> None:
    """The paths from further starts and their table, as a part of the page."""
    part(
        state,
        "multistart",
        lambda: _multistart(race_context(state, t), f"{state.page}.starts.csv"),
        depends=lambda change: "start_set" in (change.entry, *state.query),
    )


def _multistart(race: RaceContext, csv_key: str) -> None:
    run, view, t, starts = race.run, race.view, race.t, race.further_starts
    if not starts:
        return
    multistarts = _multistarts(_anywhere(run), starts, t)
    if name := multistart_id(race):
        drawing = multistart_drawing(run, race.paths, multistarts, view, race.indices)
        _show_multistart(key="race-multistart", data={"multistart": name, **_sendable(drawing)})
    st.caption(_summary(multistarts[0], len(starts), t) if name else t("starts.by_step"))
    columns = _columns(run, multistarts, view, t)
    sheet(columns, race.indices, t, key="sheet-starts")
    table_help(columns, t, target=short(view.target))
    st.download_button(
        t("starts.csv"),
        lambda: multistart_csv(multistarts),
        file_name="starts.csv",
        icon=":material/download:",
        on_click="ignore",
        type="tertiary",
        key=csv_key,
    )
    st.caption(t("starts.script"))


def _anywhere(run: SurfaceRun) -> SurfaceRun:
    """The run without its own start, which the others do not depend on."""
    return replace(run, start=run.surface.start)


def _multistarts(run: SurfaceRun, starts: tuple[Point, ...], t: Translator) -> tuple[Multistart, ...]:
    """A contender's paths from a few starts after the other; what there was no time for is tried again later."""
    alone = [replace(run, optimizers=(optimizer,)) for optimizer in run.optimizers]
    groups = [starts[at : at + TOGETHER] for at in range(0, len(starts), TOGETHER)]
    begun, bar, parts = time.monotonic(), st.empty(), []
    jobs = [(one, group) for one in alone for group in groups]
    for done, (one, group) in enumerate(jobs):
        if time.monotonic() > begun + PATIENCE:
            bar.progress(done / len(jobs), t("starts.running"))
        seconds = (begun + MULTISTART_SECONDS - time.monotonic()) / (len(jobs) - done)
        (part,) = shared_results.result(multistart, one, group, seconds, key=(one, group), is_complete=_is_complete)
        parts.append(part)
    bar.empty()
    return tuple(merged(parts[at : at + len(groups)]) for at in range(0, len(parts), len(groups)))


def _is_complete(parts: tuple[Multistart, ...]) -> bool:
    return not any(part.timed_out for part in parts)


def _sendable(data: dict[str, object]) -> dict[str, object]:
    return {name: value if name == "range" else sendable(value) for name, value in data.items()}


def _summary(one: Multistart, count: int, t: Translator) -> str:
    sentences = [t("starts.summary", count=len(one.starts))]
    if left_out := count - len(one.starts):
        sentences.append(t("starts.left_out", count=left_out))
    return " ".join(sentences)


def _columns(
    run: SurfaceRun, multistarts: Sequence[Multistart], view: SurfaceView, t: Translator
) -> dict[str, list[str]]:
    columns = {
        t("table.contender"): list(labels(run.optimizers)),
        t("starts.reached", target=short(view.target)): [
            _of(each.reached(view.target), each, t) for each in multistarts
        ],
        t("starts.ended"): [_minima(each, run, t) for each in multistarts],
        t("starts.median"): [_median(each) for each in multistarts],
        t("starts.diverged"): [_of(each.diverged, each, t) for each in multistarts],
    }
    if any(each.failed for each in multistarts):
        columns[t("starts.failed")] = [_of(each.failed, each, t) for each in multistarts]
    if any(each.timed_out for each in multistarts):
        columns[t("starts.timed_out")] = [_of(each.timed_out, each, t) for each in multistarts]
    return columns


def _of(count: int, one: Multistart, t: Translator) -> str:
    return t("table.of_seeds", count=count, seeds=len(one.starts))


def _minima(one: Multistart, run: SurfaceRun, t: Translator) -> str:
    """How many ended at which minimum, the most first."""
    if not run.surface.minima:
        return t("table.no_minimum")
    counts = Counter(one.minimum.tolist())
    nowhere = counts.pop(-1, 0)
    named = counts.most_common(MOST_MINIMA)
    sentences = []
    for which, count in named:
        x, y = run.surface.minima[which]
        sentences.append(t("starts.at", count=count, x=f"{x:.4g}", y=f"{y:.4g}"))
    if others := counts.total() - sum(count for _, count in named):
        sentences.append(t("starts.others", count=others))
    if nowhere:
        sentences.append(t("starts.nowhere", count=nowhere))
    return ", ".join(sentences)


def _median(one: Multistart) -> str:
    """The final loss of the path in the middle; one without a result counts as the worst."""
    ends = np.where([status.has_result for status in one.status], one.final_loss, np.inf)
    return short(float(np.quantile(ends, 0.5, method="inverted_cdf"))) if len(ends) else ""
