"""The background job of a session, which stops when the session ends."""

from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar, cast

import streamlit as st

from optim_core.base.background import AbstractBackground
from optim_core.base.byte_cache import ByteCache

J = TypeVar("J", bound=AbstractBackground)
R = TypeVar("R", bound=Hashable)


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


def job_of(kind: str, run: R, finished: ByteCache[R, J], run_of: Callable[[J], R], make: Callable[[], J]) -> J:
    """The job of a run: the session's own, else a `finished` one of any session, else a new one, which `make` gives.

    `run_of` tells which run a job has. A job that ran out of time is not shared.
    """
    held: SessionJob[Any] = session_job(kind)
    if held.job and held.job.done and not held.job.out_of_time:
        finished.put(run_of(held.job), held.job)
    if held.job and run_of(held.job) == run:
        return cast(J, held.job)
    if found := finished.get(run):
        held.stop()
        return found
    return cast(J, held.start(make()))
