"""The background job of a session, which stops when the session ends."""

from collections.abc import Callable, Hashable, Mapping
from operator import attrgetter
from typing import Any, Generic, Protocol, TypeVar, cast

import streamlit as st

from optim_core.base.background import AbstractBackground
from optim_core.base.byte_cache import ByteCache
from optim_core.models.datasets import AbstractDataset

J = TypeVar("J", bound=AbstractBackground)


class OnData(Hashable, Protocol):
    """A spec of trainings on a data set."""

    @property
    def dataset(self) -> AbstractDataset: ...


R = TypeVar("R", bound=OnData)
RUN_OF: Mapping[str, Callable[[Any], OnData]] = {
    "map": attrgetter("run"),
    "tuning": attrgetter("spec"),
    "data sets": attrgetter("spec"),
}
"""Kind of `job_of` -> what gives the run of such a job."""


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


def drop_private() -> None:
    """Stop and drop the session's jobs of `job_of` on the visitor's own data."""
    for kind, run_of in RUN_OF.items():
        held = session_job(kind)
        if held.job and run_of(held.job).dataset.private:
            held.drop()


def job_of(kind: str, run: R, finished: ByteCache[R, J], make: Callable[[], J]) -> J:
    """The job of a run: the session's own, else a `finished` one of any session, else a new one, which `make` gives.

    `kind` is one of `RUN_OF`. A job that ran out of time is not shared, nor is one on a visitor's own data.
    """
    held, run_of = session_job(kind), RUN_OF[kind]
    if held.job and held.job.done and not held.job.out_of_time and not run_of(held.job).dataset.private:
        finished.put(cast(R, run_of(held.job)), held.job)
    if held.job and run_of(held.job) == run:
        return cast(J, held.job)
    if found := finished.get(run):
        held.stop()
        return found
    return cast(J, held.start(make()))
