"""The equal-budget race: every contender gets the same number of trials."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from optim_core.base.result import Status
from optim_core.base.text import Translator
from optim_core.figures.maps.equal_budget import (
    equal_budget_alt,
    profile_drawing,
    trials_drawing,
    tuned_setting,
)
from optim_core.figures.numbers import short
from optim_core.figures.style import contender_style
from optim_core.optimizers.labels import labels
from optim_core.permalink import write_surface_run
from optim_core.specs import EqualBudgetRace, SurfaceRun, noise_of
from optim_core.sweep.equal_budget import equal_budget_race
from optim_core.sweep.equal_budget_result import EqualBudgetResult, TunedContender
from optim_core.sweep.maps import EQUAL_BUDGET_EXAMPLE, MapView, read_equal_budget_race
from ui.app import shell
from ui.components.chart import live_chart
from ui.components.score_text import NONE
from ui.components.table_help import explained_table
from ui.compute import shared_results
from ui.session.active_run import active_indices, checked_run
from ui.session.callbacks import on_click
from ui.session.literal import literal
from ui.session.page_state import PageState
from ui.widgets.controls import hyper_buttons, hyper_control


def equal_budget_stage(state: PageState, t: Translator) -> None:
    """Trials and starts; the table of the tuned contenders, the cloud of trials, the performance profile."""
    trials, starts = st.columns(2)
    with trials:
        hyper_control(state, "trials", EqualBudgetRace, t)
    with starts:
        hyper_control(state, "starts", EqualBudgetRace, t)
    with st.container(horizontal=True, vertical_alignment="center"):
        hyper_buttons(state, "tuned", MapView, t)
        st.button(
            t("maps.classic"), icon=":material/history_edu:", key="maps.classic", on_click=on_click(_classic, state)
        )
    indices, result = checked_run(
        state, read_equal_budget_race, lambda query, run: (active_indices(query), _raced(run, t)), t
    )
    race = result.spec
    if not race.surfaces[0].minima:
        st.info(t("maps.no_minimum"))
        return
    tuned = [one.optimizer for one in result.contenders]
    names = labels(tuned)
    _table(result, names, indices, t)
    alt = equal_budget_alt(result, names, t)
    one, other = st.columns([0.6, 0.4])
    with one:
        live_chart(
            trials_drawing(result, names, indices, t), key="equal-budget-cloud", alt=alt, failed=t("race.failed")
        )
        st.caption(t("maps.cloud"))
    with other:
        profile = profile_drawing(result, names, indices, t)
        live_chart(profile, key="equal-budget-profile", alt=t("maps.profile"), failed=t("race.failed"))
        st.caption(t("maps.profile"))
    _open(result, indices, t)


def _raced(race: EqualBudgetRace, t: Translator) -> EqualBudgetResult:
    with st.container():  # also without the note, so that the charts below keep their place
        with st.spinner(t("maps.computing"), show_time=True):
            result = shared_results.result(equal_budget_race, race, is_complete=_is_complete)
        if not _is_complete(result):
            st.info(t("maps.timed_out"), icon=":material/hourglass_empty:")
    return result


def _is_complete(result: EqualBudgetResult) -> bool:
    return not any((one.trials.status == Status.OUT_OF_TIME).any() for one in result.contenders)


def _classic(state: PageState) -> None:
    state.replace(EQUAL_BUDGET_EXAMPLE)
    st.rerun()


def _table(result: EqualBudgetResult, names: Sequence[str], indices: Sequence[int], t: Translator) -> None:
    rows = [(result.contenders[i], names[i], indices[i]) for i in result.order]
    columns = {
        t("table.contender"): [
            f"{contender_style(index).chip}\N{NO-BREAK SPACE}{literal(name)}" for _, name, index in rows
        ],
        t("maps.setting"): [tuned_setting(one) for one, _, _ in rows],
        t("maps.tuned_loss"): [_loss(one.trials.final_loss[:, one.best]) for one, _, _ in rows],
        t("maps.default_loss"): [_loss(one.default.final_loss[:, 0]) for one, _, _ in rows],
        t("table.steps_to", target=short(result.spec.target)): [_steps(one) for one, _, _ in rows],
        t("maps.success_rate", target=short(result.spec.target)): [_share(one) for one, _, _ in rows],
    }
    explained_table(columns, t, target=short(result.spec.target))


def _loss(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> str:
    finite = values[np.isfinite(values)]
    return short(float(np.median(finite))) if len(finite) else NONE


def _steps(one: TunedContender) -> str:
    steps = one.trials.steps_to[:, one.best]
    return NONE if (steps < 0).any() else f"{np.median(steps):.0f}"


def _share(one: TunedContender) -> str:
    reached = one.trials.share <= one.target
    return f"{100 * one.success_rate:.0f}%" + (f" ({reached.sum()}/{reached.size})" if len(reached) == 1 else "")


def _open(result: EqualBudgetResult, indices: Sequence[int], t: Translator) -> None:
    race = result.spec
    tuned = tuple(one.tuned for one in result.contenders)
    run = SurfaceRun(
        surface=race.surfaces[0],
        optimizers=tuned,
        start=race.start or race.surfaces[0].start,
        steps=race.steps,
        **noise_of(race),
    )
    query = write_surface_run(run, indices)
    st.page_link(shell.path("surface"), label=t("maps.open_tuned"), icon=":material/arrow_forward:", query_params=query)
