"""Trainings in the background: each ends with its session; finished ones are shared by all sessions."""

import streamlit as st

from optim_core.base.byte_cache import ByteCache
from optim_core.permalink import read_model_run
from optim_core.permalink.form import MODEL_FORM
from optim_core.specs import ModelRun
from optim_core.train.background_job import TrainingJob
from ui.compute.session_job import session_job
from ui.compute.visitor import visitor

_finished: ByteCache[ModelRun, TrainingJob] = ByteCache(32 * 2**20)


def job(run: ModelRun) -> TrainingJob | None:
    """The training to show: the session's own if it is of this run or under way, else a finished one of any session."""
    own: TrainingJob | None = st.session_state.get("job")
    if own and own.done and not own.run.dataset.private:
        _finished.put(own.run, own)
    if own and (own.run == run or own.running):
        return own
    return _finished.get(run) or own


def is_running() -> bool:
    """Whether a training is under way that this session may be showing: its own, or the opening one."""
    own: TrainingJob | None = st.session_state.get("job")
    return any(job.running for job in (own, *_finished.values()) if job)


def start(run: ModelRun) -> None:
    """Train a run, and stop the session's training before."""
    st.session_state["job"] = session_job("training").start(TrainingJob(run, visitor()))


def forget_private() -> None:
    """Stop and drop the session's training if it is of the visitor's own data."""
    own: TrainingJob | None = st.session_state.get("job")
    if own and own.run.dataset.private:
        session_job("training").drop()
        del st.session_state["job"]


def train_opening() -> None:
    """Train what the page opens with, so that the first visitor finds curves."""
    opening = TrainingJob(read_model_run(MODEL_FORM.opening))
    _finished.put(opening.run, opening).start()
