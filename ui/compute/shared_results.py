"""Results of pool jobs, shared by all sessions: a job runs once, however many visitors ask for its result."""

import math
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from functools import partial
from typing import Any, TypeVar, TypeVarTuple

from optim_core.base import pool
from optim_core.base.byte_cache import ByteCache
from ui.compute import visitor

Ts = TypeVarTuple("Ts")
R = TypeVar("R")
Name = tuple[Callable[..., Any], str]

LIMIT = 96 * 2**20
"""Bytes of all stored results."""

RETRY_SECONDS = 60.0
"""How long an incomplete result is shown before a job tries again."""

_stored: ByteCache[Name, tuple[Any, float]] = ByteCache(LIMIT)
"""Each result with the time at which it expires."""
_running: "dict[Name, Future[Any]]" = {}
_lock = threading.Lock()


def begin(
    function: Callable[[*Ts], R],
    *args: *Ts,
    seconds: float = pool.SECONDS,
    is_complete: Callable[[R], bool] = lambda result: True,
    key: object = None,
) -> "Future[R]":
    """A future of `function(*args)`, which a job of the pool computes within `seconds`.

    If there is a stored result, the future holds it; if a job for the same call is running, for whichever visitor, its
    future is returned. Two calls are the same if they have the same function and the same `repr` of `key`, or of the
    arguments if `key` is None; `repr` distinguishes values that compare equal, such as 0.0 and -0.0. A result for which
    `is_complete` is false is used for `RETRY_SECONDS` only.
    """
    name = function, repr(args if key is None else key)
    with _lock:
        if (stored := _stored.get(name)) and time.monotonic() < stored[1]:
            return _done(stored[0])
        if running := _running.get(name):
            return running
        future = _running[name] = visitor.submit(function, *args, seconds=seconds)
    future.add_done_callback(partial(_store, name, is_complete))  # may run at once, and takes the lock
    return future


def result(
    function: Callable[[*Ts], R],
    *args: *Ts,
    seconds: float = pool.SECONDS,
    is_complete: Callable[[R], bool] = lambda result: True,
    key: object = None,
) -> R:
    """The result of `begin`; computed again if the visitor whose job it was has left meanwhile."""
    future = begin(function, *args, seconds=seconds, is_complete=is_complete, key=key)
    return ended(future, function, *args, seconds=seconds)


def ended(future: "Future[R]", function: Callable[[*Ts], R], *args: *Ts, seconds: float = pool.SECONDS) -> R:
    """The result of a future that `begin` gave for these arguments; raises as `visitor.run`."""
    try:
        return visitor.outcome(future)
    except CancelledError:  # the visitor whose job it was has left
        return visitor.run(function, *args, seconds=seconds)


def clear() -> None:
    """Drop all results."""
    with _lock:
        _running.clear()
        _stored.clear()


def _done(value: R) -> "Future[R]":
    future: Future[R] = Future()
    future.set_result(value)
    return future


def _store(name: Name, is_complete: Callable[[R], bool], future: "Future[R]") -> None:
    if not future.cancelled() and not future.exception():
        value = future.result()
        _stored.put(name, (value, math.inf if is_complete(value) else time.monotonic() + RETRY_SECONDS))
    with _lock:
        if _running.get(name) is future:
            del _running[name]
