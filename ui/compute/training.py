"""Trainings: each goes on beside its session and ends with it; finished ones are there for everyone."""

from typing import Any

import streamlit as st

from optim_core.permalink import read_model_run
from optim_core.permalink.form import MODEL_FORM
from optim_core.specs import ModelRun
from optim_core.train.background_job import Job
from ui.compute.visitor import visitor
from ui.session.shelf import Shelf

_finished: Shelf[ModelRun, Job] = Shelf(32)


class Keeper:
    """Holds a session's training, and stops it when the session ends."""

    def __init__(self) -> None:
        self.job: Job | None = None

    def stop(self) -> None:
        if self.job:
            self.job.stop()


def job(run: ModelRun) -> Job | None:
    """The training to show: the session's own while it is of this run or goes on, else anybody's finished one."""
    mine: Job | None = st.session_state.get("job")
    if mine and mine.done:
        _finished.put(mine.run, mine)
    if mine and (mine.run == run or mine.running):
        return mine
    return _finished.get(run) or mine


def going() -> bool:
    """Whether a training that this session may be watching goes on: its own, or the opening one."""
    mine: Job | None = st.session_state.get("job")
    return any(job.running for job in (mine, *_finished.values()) if job)


def begin(run: ModelRun) -> None:
    """Stop what trains, and train this."""
    _keeper().stop()
    st.session_state["job"] = _keeper().job = Job(run, visitor())
    _keeper().job.start()


def train_opening() -> None:
    """Train what the page opens with, so that the first visitor finds curves."""
    opening = Job(read_model_run(MODEL_FORM.opening))
    _finished.put(opening.run, opening).start()


@st.cache_resource(scope="session", show_spinner=False, on_release=lambda keeper: keeper.stop())
def _keeper() -> Any:
    return Keeper()
