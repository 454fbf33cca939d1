"""The fair race over several data sets: performance profiles, which grow while one looks."""

import csv
import io
from collections.abc import Sequence
from functools import partial

import numpy as np
import streamlit as st

from optim_core.base.byte_cache import ByteCache
from optim_core.base.result import Array
from optim_core.base.text import Translator
from optim_core.evidence.profiles import cost_ratios, profile_scores, profile_steps
from optim_core.figures.maps.equal_budget import shares_drawing
from optim_core.figures.numbers import short
from optim_core.figures.style import contender_style
from optim_core.optimizers.labels import labels
from optim_core.permalink import write_model_run
from optim_core.specs import TunedTrainings
from optim_core.sweep.data_set_job import DataSetJob
from optim_core.sweep.data_set_race import DataSetRace, DataSetResult, data_set_race
from optim_core.sweep.maps import MapView
from ui.components.chart import live_chart
from ui.components.score_text import NONE
from ui.components.table_help import explained_table
from ui.compute.own_table import read_page_race
from ui.compute.session_job import job_of
from ui.compute.update_times import update_times
from ui.compute.visitor import visitor
from ui.maps.fair_controls import fair_controls, fair_settings
from ui.session.active_run import active_indices, checked_run, read_run, valid_query
from ui.session.addresses import address
from ui.session.literal import literal
from ui.session.page_state import PageState
from ui.widgets.controls import hyper_buttons, hyper_control
from ui.widgets.exports import Files

_finished: ByteCache[DataSetRace, DataSetJob] = ByteCache(8 * 2**20)


def data_set_job(race: TunedTrainings, sets: str) -> DataSetJob:
    """The race over these data sets: the session's own, else a finished one of any session, else a new one."""
    spec = data_set_race(race, sets)
    return job_of("data sets", spec, _finished, lambda: DataSetJob(spec, visitor()))


def data_sets(state: PageState, t: Translator) -> DataSetJob:
    """The controls, profiles and tables; returns the job that fills them."""
    fair_settings(state, t)
    hyper_control(state, "target", MapView, t)
    hyper_buttons(state, "cost", MapView, t)
    view = state.view(MapView)
    indices, job = checked_run(
        state, read_page_race, lambda query, race: (active_indices(query), data_set_job(race, view.sets)), t
    )
    with st.container():
        fair_controls(job, None, t)
        if job.late:
            names = ", ".join(_name(race, t) for race in job.late)
            st.info(t("data_sets.late", names=names), icon=":material/hourglass_empty:")
    if found := tuple(job.found):  # which grows meanwhile
        _profiles(found, labels(job.spec.races[0].optimizers), view, indices, t)
    st.caption(t("data_sets.setup"))
    return job


def data_sets_files(state: PageState, t: Translator) -> Files:
    """A table of the data sets that are done."""
    view, query = state.view(MapView), valid_query(state)
    job, indices = data_set_job(read_run(read_page_race, query), view.sets), active_indices(query)
    return {"csv": ("data-sets.csv", lambda: _csv(job, view, indices, t))}


def _profiles(
    found: Sequence[DataSetResult], names: Sequence[str], view: MapView, indices: Sequence[int], t: Translator
) -> None:
    costs = _costs(found, view, t)
    ratios, count = cost_ratios(costs), len(found)
    first, arrived = (ratios == 1).sum(1).tolist(), np.isfinite(ratios).sum(1).tolist()
    title = t(f"figure.data_sets.{view.cost}")
    each = zip(names, first, arrived, strict=True)
    alt = " ".join(t("figure.data_sets.alt", name=name, first=a, arrived=b, count=count) for name, a, b in each)
    chart = shares_drawing(*profile_steps(ratios), names, indices, title, t)
    live_chart(chart, key="data-set-profiles", alt=alt, failed=t("race.failed"))
    st.caption(t("data_sets.few", count=count, share=f"{100 / count:.0f}"))
    chips = [f"{contender_style(i).chip}\N{NO-BREAK SPACE}{literal(n)}" for n, i in zip(names, indices, strict=True)]
    of_all = partial(t, "data_sets.of", count=count)
    columns = {
        t("table.contender"): chips,
        t("data_sets.column.score"): [f"{score:.2f}" for score in profile_scores(ratios).tolist()],
        t("data_sets.column.first"): [of_all(some=some) for some in first],
        t("data_sets.column.arrived"): [of_all(some=some) for some in arrived],
    }
    explained_table(columns, t)
    st.markdown(f"**{t(f'data_sets.costs.{view.cost}', target=short(view.target))}**")
    lowest = costs.min(0)
    cells = {
        chip: [_cell(cost, least) for cost, least in zip(row, lowest.tolist(), strict=True)]
        for chip, row in zip(chips, costs.tolist(), strict=True)
    }
    sets = [_linked(result, indices, t) for result in found]
    explained_table({t("data_sets.column.data"): sets, **cells}, t)
    if view.cost == "second":
        st.caption(t("data_sets.seconds"))


def _costs(found: Sequence[DataSetResult], view: MapView, t: Translator) -> Array:
    """What each contender pays on each data set until the target (contenders, data sets); infinite if never there."""
    return np.stack([result.costs(view.target, _times(result, view, t)) for result in found], 1)


def _times(result: DataSetResult, view: MapView, t: Translator) -> Sequence[float]:
    """Seconds of an evaluation of each contender that has a setting; empty if evaluations are counted."""
    return update_times(result.run, t) if view.cost == "second" and result.run is not None else ()


def _cell(cost: float, least: float) -> str:
    if not np.isfinite(cost):
        return NONE
    return f"**{short(cost)}**" if cost == least else short(cost)


def _name(race: TunedTrainings, t: Translator) -> str:
    return t(f"dataset.{type(race.dataset).__name__}.name")


def _linked(result: DataSetResult, indices: Sequence[int], t: Translator) -> str:
    """The data set, as a link to the training of the tuned contenders on it if there are any."""
    name = literal(_name(result.race, t))
    if result.run is None:
        return name
    usable = [index for index, optimizer in zip(indices, result.tuned, strict=True) if optimizer is not None]
    return f"[{name}]({address('model', write_model_run(result.run, usable), t)})"


def _csv(job: DataSetJob, view: MapView, indices: Sequence[int], t: Translator) -> str:
    """A row per data set and contender: its tuned training as a link, and what it pays until the target."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["data_set", "contender", "link", "target", f"{view.cost}s"])
    names, found = labels(job.spec.races[0].optimizers), tuple(job.found)
    for result, costs in zip(found, _costs(found, view, t).T.tolist() if found else (), strict=True):
        for name, index, optimizer, cost in zip(names, indices, result.tuned, costs, strict=True):
            run = None if optimizer is None else result.race.fresh_run(optimizer)
            link = "" if run is None else address("model", write_model_run(run, [index]), t)
            row = [type(result.race.dataset).__name__, name, link, view.target, cost if np.isfinite(cost) else ""]
            writer.writerow(row)
    return text.getvalue()
