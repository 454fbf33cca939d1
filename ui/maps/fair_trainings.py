"""The fair race on trainings: it fills in while one looks, with progress, time left and Stop."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import numpy as np
import streamlit as st

from optim_core.base.byte_cache import ByteCache
from optim_core.base.errors import SpecError
from optim_core.base.result import Array
from optim_core.base.text import Translator
from optim_core.evidence.bootstrap import mean_interval
from optim_core.explain.advice import Labels, advice
from optim_core.export.optuna_journal import optuna_journal
from optim_core.figures.maps.tuned_trainings import setting_text, tuning_alt, tuning_drawing
from optim_core.figures.numbers import short
from optim_core.figures.style import contender_style
from optim_core.models.tasks import Task
from optim_core.optimizers.labels import labels
from optim_core.permalink import write_model_run
from optim_core.specs import TunedTrainings
from optim_core.sweep.tuned_trainings import TunedTraining, lowest_validation_loss, tuned_comparison
from optim_core.sweep.tuning_job import TuningJob
from ui.app import shell
from ui.components.chart import live_chart
from ui.components.score_text import NONE, difference_text, interval_text, score_text
from ui.components.table_help import explained_table
from ui.compute.own_table import read_page_race
from ui.compute.session_job import job_of
from ui.compute.visitor import visitor
from ui.maps.fair_controls import fair_controls, fair_settings
from ui.session.active_run import active_indices, checked_run, read_run, valid_query
from ui.session.addresses import address
from ui.session.literal import literal
from ui.session.page_state import PageState
from ui.widgets.exports import Files

_finished: ByteCache[TunedTrainings, TuningJob] = ByteCache(8 * 2**20)


def tuning_job(spec: TunedTrainings) -> TuningJob:
    """The fair race of this spec: the session's own, else a finished one of any session, else a new one."""
    return job_of("tuning", spec, _finished, lambda: TuningJob(spec, visitor()))


def fair_trainings(state: PageState, t: Translator) -> TuningJob:
    """The controls, advice, table and cloud of trials; returns the job that fills them."""
    fair_settings(state, t)
    indices, job = checked_run(state, read_page_race, lambda query, spec: (active_indices(query), tuning_job(spec)), t)
    names = labels([one.optimizer for one in job.contenders])
    with st.container():
        if job.done and job.out_of_time:
            st.info(t("fair_training.timed_out"), icon=":material/hourglass_empty:")
        fair_controls(job, job.seconds_left, t)
        _advice(job, names, indices, t)
        if job.progress < 1:
            st.caption(t("fair_training.provisional"))
    _table(job, names, indices, t)
    spec = job.spec
    if alt := tuning_alt(job.contenders, names, t):
        chart = tuning_drawing(job.contenders, names, indices, t)
        live_chart(chart, key="fair-training-cloud", alt=alt, failed=t("race.failed"))
        st.caption(t("fair_training.cloud", seeds=spec.tuning_seeds))
    cost = t("fair_training.cost", trials=spec.trials, seeds=spec.tuning_seeds, fresh=spec.fresh_seeds)
    st.caption(cost)
    return job


def fair_trainings_files(state: PageState, _t: Translator) -> Files:
    """Files of the fair race on the screen, with the trials that are finished."""
    job = tuning_job(read_run(read_page_race, valid_query(state)))
    names = labels([one.optimizer for one in job.contenders])
    make = partial(optuna_journal, job.spec, job.contenders, names)
    return {"optuna": ("fair-race.optuna.log", lambda: make(datetime.now(UTC)))}


def _advice(job: TuningJob, names: Sequence[str], indices: Sequence[int], t: Translator) -> None:
    """The sentence of advice with a link to the trainings that it comes from, or why there is none yet."""
    comparison = tuned_comparison(job.contenders)
    if comparison is None:
        st.caption(t("fair_training.waiting"))
        return
    shown = [literal(_with_setting(one, name, t)) for one, name in zip(job.contenders, names, strict=True)]
    numbers = partial(difference_text, task=job.spec.dataset.task, t=t)
    found = Labels(names=shown, number=numbers, linked=partial(_linked, job=job, indices=indices, t=t))
    st.markdown(f":material/balance: {advice(comparison, found, t)}")
    if lost := [name for one, name in zip(job.contenders, shown, strict=True) if one.tuned is None]:
        st.markdown(f":material/warning: {t('fair_training.left_out', names=', '.join(lost))}")
    if query := _training_query(job, range(len(shown)), indices):
        label = t("fair_training.open")
        st.page_link(shell.path("model"), label=label, icon=":material/arrow_forward:", query_params=query)


def _linked(
    text: str, contenders: Sequence[int], seeds: int | None, *, job: TuningJob, indices: Sequence[int], t: Translator
) -> str:
    """The text as a link to the training of some contenders, or plain if no training has so many seeds."""
    try:
        query = _training_query(job, contenders, indices, seeds)
    except SpecError:
        return text
    return f"[{text}]({address('model', query, t)})" if query else text


def _training_query(
    job: TuningJob, contenders: Sequence[int], indices: Sequence[int], seeds: int | None = None
) -> dict[str, str]:
    """The link of the tuned training of some contenders; empty without a usable setting. SpecError as `ModelRun`."""
    tuned = [(job.contenders[one].tuned, indices[one]) for one in sorted(contenders)]
    usable = [(optimizer, index) for optimizer, index in tuned if optimizer is not None]
    if not usable:
        return {}
    run = job.spec.fresh_run(*(optimizer for optimizer, _ in usable))
    run = replace(run, seeds=seeds) if seeds else run
    return write_model_run(run, [index for _, index in usable])


def _table(job: TuningJob, names: Sequence[str], indices: Sequence[int], t: Translator) -> None:
    task = job.spec.dataset.task
    score, comparison = t(f"score.{task.score.__name__}"), tuned_comparison(job.contenders)
    lowest, contenders = lowest_validation_loss(job.contenders), job.contenders
    letters = comparison.letters if comparison else [""] * len(contenders)
    chips = [
        f"{contender_style(index).chip}\N{NO-BREAK SPACE}{literal(name)}"
        for name, index in zip(names, indices, strict=True)
    ]
    columns = {
        t("table.contender"): chips,
        t("table.rank"): [f"**{each}**" if "A" in each else each or NONE for each in letters],
        t("fair_training.column.setting"): [_setting(one, t) or NONE for one in contenders],
        t("fair_training.column.tuned", score=score): [_mean(one.tuned_score, task) for one in contenders],
        t("fair_training.column.interval"): [interval_text(mean_interval(one.tuned_score), task) for one in contenders],
        t("fair_training.column.usual", score=score): [_mean(one.default_score, task) for one in contenders],
        t("fair_training.column.good"): [_good(one, lowest, t) for one in contenders],
    }
    explained_table(columns, t, score=score)


def _with_setting(one: TunedTraining, name: str, t: Translator) -> str:
    setting = _setting(one, t)
    return f"{name} ({setting})" if setting else name


def _setting(one: TunedTraining, t: Translator) -> str:
    """The best setting, and the schedule if it is better with one; "" without a setting."""
    if one.best is None:
        return ""
    text = setting_text(one, one.best)
    return t("fair_training.with_cosine", setting=text) if one.cosine_is_better else text


def _good(one: TunedTraining, lowest: float, t: Translator) -> str:
    """The share of good settings and the learning rates that they span."""
    good, lr = one.good(lowest), one.settings[:, one.names.index("lr")]
    share = f"{100 * good.mean():.0f}%"
    if not good.any():
        return share if np.isfinite(lowest) else NONE
    return t("fair_training.good", share=share, low=short(float(lr[good].min())), high=short(float(lr[good].max())))


def _mean(scores: Array, task: Task) -> str:
    finite = scores[np.isfinite(scores)]
    if not len(finite):
        return NONE
    spread = f" ±\N{NO-BREAK SPACE}{score_text(float(finite.std(ddof=1)), task)}" if len(finite) > 1 else ""
    return score_text(float(finite.mean()), task) + spread
