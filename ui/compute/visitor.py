"""Work in the pool for the visitor whose page asks for it, which ends when the visitor leaves."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, wait
from typing import Any, TypeVar, TypeVarTuple

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from optim_core.base import pool

Ts = TypeVarTuple("Ts")
R = TypeVar("R")

LOOK_SECONDS = 0.05
"""Seconds between two looks whether a page that waits for the pool is still wanted."""


def visitor() -> Hashable:
    """Who is asking: the session of the page that runs; None if there is none."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        return None
    name: str = _present(context.session_id)
    return name


def submit(function: Callable[[*Ts], R], *args: *Ts, seconds: float = pool.SECONDS) -> "Future[R]":
    """As `pool.submit`, in the visitor's line; the page of a visitor who has left, or asks for another, ends here."""
    _end_if_told()
    return pool.submit(function, *args, seconds=seconds, owner=visitor())


def run(function: Callable[[*Ts], R], *args: *Ts, seconds: float = pool.SECONDS) -> R:
    """As `pool.run`, in the visitor's line; a page that is no longer wanted ends here, and its job with it."""
    future = submit(function, *args, seconds=seconds)
    try:
        return outcome(future)
    except CancelledError:
        if get_script_run_ctx(suppress_warning=True) is None:
            raise
        st.stop()
    finally:
        if not future.done():
            pool.cancel(future)


def outcome(future: "Future[R]") -> R:
    """The result of a future, or its exception; a page that is no longer wanted ends here."""
    for _ in looks([future]):
        pass
    return future.result()


def looks(futures: Sequence["Future[R]"]) -> Iterator[None]:
    """Looks at futures every `LOOK_SECONDS` until all are done; a page that is no longer wanted ends here."""
    while wait(futures, LOOK_SECONDS).not_done:
        _end_if_told()
        yield


def _end_if_told() -> None:
    """End the script here if Streamlit was told to end it: every read of the session's state checks that."""
    st.session_state.get("lang")


@st.cache_resource(scope="session", show_spinner=False, on_release=lambda name: pool.leave(name))
def _present(session: str) -> Any:
    """The session's own name, given back when it ends."""
    return session
