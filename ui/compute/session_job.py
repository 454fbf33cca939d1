"""The background job of a session, which stops when the session ends."""

from typing import Any, Generic, TypeVar

import streamlit as st

from optim_core.base.background import AbstractBackground

J = TypeVar("J", bound=AbstractBackground)


class SessionJob(Generic[J]):
    """Holds at most one job; starting another stops it."""

    def __init__(self) -> None:
        self.job: J | None = None

    def start(self, job: J) -> J:
        self.stop()
        self.job = job
        job.start()
        return job

    def stop(self) -> None:
        if self.job:
            self.job.stop()

    def drop(self) -> None:
        """Stop the job and hold it no longer."""
        self.stop()
        self.job = None


@st.cache_resource(scope="session", show_spinner=False, on_release=lambda held: held.stop())
def session_job(kind: str) -> Any:
    """This session's `SessionJob` of a kind, such as "training"."""
    return SessionJob()
