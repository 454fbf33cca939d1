"""The parts of the model page: the training's controls, its curves, its table, its exports."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from optim_core.export_csv import model_csv
from optim_core.export_model import model_script
from optim_core.figures import training_alt, training_figure
from optim_core.figures.html import page_html
from optim_core.job import Job
from optim_core.permalink import read_model_run
from optim_core.specs import ModelRun
from optim_core.summary import model_rows
from optim_core.text import Translator
from optim_core.views import ModelView
from ui import training
from ui.chart import live_chart
from ui.controls import choice_row, hyper_control
from ui.current import current, shown, view_of
from ui.draft import Draft
from ui.exports import Files, export_menu
from ui.parts import STAGE, part
from ui.tables import model_table

POLL_SECONDS = 0.5


def model_head(t: Translator) -> None:
    """What one sees and what to try first."""
    st.title(t("model.title"), anchor=False)
    st.caption(t("model.hint"))


def model_toolbar(draft: Draft, t: Translator) -> None:
    """What the curves show."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for entry in ("measure", "axis"):
            choice_row(draft, entry, t(f"label.{entry}"), t)


def model_stage(draft: Draft, t: Translator) -> None:
    """The training's controls and all it has to show; drawn anew by itself while something trains."""
    polling = training.going()

    def body() -> None:
        run, slots, _ = current(draft, read_model_run, lambda run: None, t)
        job = training.job(run)
        _controls(run, slots, job, t)
        if polling != training.going():
            st.rerun()
        if not job or not job.logs():
            st.info(t("model.waiting" if polling else "model.empty"), icon=":material/hourglass_empty:")
        else:
            _results(job, run, slots, draft, t)
        draft.publish()

    part(draft, STAGE, body, POLL_SECONDS if polling else None)


def _results(job: Job, run: ModelRun, slots: Sequence[int], draft: Draft, t: Translator) -> None:
    logs, view = job.logs(), view_of(draft, ModelView)
    trained = _trained(job, run, slots)
    if job.run != run:
        st.info(t("model.changed"), icon=":material/history:")
    figure = training_figure(job.run, logs, view, t, trained)
    live_chart(figure, key="training", alt=training_alt(job.run, logs, view, t), failed=t("race.failed"))
    model_table(model_rows(logs), trained, t)


def _controls(run: ModelRun, slots: Sequence[int], job: Job | None, t: Translator) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if job and job.running:
            st.button(t("model.stop"), icon=":material/stop:", on_click=job.stop, key="model.stop")
            left = "" if job.seconds_left is None else t("model.left", seconds=f"{job.seconds_left:.0f}")
            st.progress(job.progress, t("model.progress", share=f"{100 * job.progress:.0f}") + left)
            return
        if st.button(t("model.train"), icon=":material/play_arrow:", type="primary", key="model.train"):
            st.session_state["job.slots"] = list(slots)
            training.begin(run)
            st.rerun()
        if job and not job.done and st.button(t("model.continue"), icon=":material/resume:", key="model.continue"):
            job.start()
            st.rerun()
        if job and job.failed:
            st.error(t("model.failed"))


def model_share(draft: Draft, t: Translator) -> None:
    """The smoothing of the curves, and what can be taken away once there is something."""
    job = training.job(shown(draft, read_model_run)[0])
    left, right = st.columns([0.6, 0.4], vertical_alignment="bottom")
    with left:
        hyper_control(draft, "smoothing", ModelView, t)
    if job and job.logs() and not job.running:
        with right:
            export_menu(draft, partial(_files, job, draft, t), t)


def _files(job: Job, draft: Draft, t: Translator) -> Files:
    logs, view = job.logs(), view_of(draft, ModelView)
    trained = _trained(job, *shown(draft, read_model_run))

    def html() -> str:
        figure = training_figure(job.run, logs, view, t, trained)
        return page_html(t("model.title"), training_alt(job.run, logs, view, t), [figure])

    return {
        "script": ("training.py", lambda: model_script(job.run)),
        "csv": ("training.csv", lambda: model_csv(logs)),
        "html": ("training.html", html),
    }


def _trained(job: Job, run: ModelRun, slots: Sequence[int]) -> Sequence[int]:
    """The slots of the contenders that were trained, which may not be those that are set now."""
    trained: Sequence[int] = slots if job.run == run else st.session_state["job.slots"]
    return trained
