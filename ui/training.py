"""A training in a page: it goes on beside the session, and ends with it."""

from typing import Any

import streamlit as st

from optim_core.job import Job
from optim_core.specs import ModelRun


class Keeper:
    """Holds a session's training, and stops it when the session ends."""

    def __init__(self) -> None:
        self.job: Job | None = None

    def stop(self) -> None:
        if self.job:
            self.job.stop()


def job() -> Job | None:
    """The session's training, if it has begun one."""
    found: Job | None = st.session_state.get("job")
    return found


def begin(run: ModelRun) -> None:
    """Stop what trains, and train this."""
    _keeper().stop()
    st.session_state["job"] = _keeper().job = Job(run)
    _keeper().job.start()


@st.cache_resource(scope="session", show_spinner=False, on_release=lambda keeper: keeper.stop())
def _keeper() -> Any:
    return Keeper()
