"""Work in the pool for the visitor whose page asks for it, which ends when the visitor leaves."""

from collections.abc import Callable, Hashable
from concurrent.futures import CancelledError, Future
from typing import Any, TypeVar, TypeVarTuple

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from optim_core.base import pool

Ts = TypeVarTuple("Ts")
R = TypeVar("R")


def visitor() -> Hashable:
    """Who is asking: the session of the page that runs; None if there is none."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        return None
    name: str = _present(context.session_id)
    return name


def submit(function: Callable[[*Ts], R], *args: *Ts, seconds: float = pool.SECONDS) -> "Future[R]":
    """As `pool.submit`, in the visitor's line; the page of a visitor who has left, or asks for another, ends here."""
    st.session_state.get("lang")  # at each look at its session's state Streamlit ends a script that it was told to end
    return pool.submit(function, *args, seconds=seconds, owner=visitor())


def run(function: Callable[[*Ts], R], *args: *Ts, seconds: float = pool.SECONDS) -> R:
    """As `pool.run`, in the visitor's line; the page of a visitor who has left ends here."""
    try:
        return submit(function, *args, seconds=seconds).result()
    except CancelledError:
        if get_script_run_ctx(suppress_warning=True) is None:
            raise
        st.stop()


@st.cache_resource(scope="session", show_spinner=False, on_release=lambda name: pool.leave(name))
def _present(session: str) -> Any:
    """The session's own name, given back when it ends."""
    return session
