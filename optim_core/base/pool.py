"""Where heavy work runs: worker processes, or one thread at a time where `OPTIM_WORKERS=0` (hosts with 1 GB).

Each job has a deadline and an owner. Jobs whose loops call `turns.give_way` take turns of a tenth of a second, so that
an owner with much to do does not delay the others. With `OPTIM_WORKERS=0` a job that does not give way cannot be ended:
at its deadline nobody waits for it any more, and the other jobs go on beside it.
"""

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import CancelledError, Future
from typing import TypeVar, TypeVarTuple

from optim_core.base.environment import worker_count
from optim_core.base.workers import Workers

Ts = TypeVarTuple("Ts")
R = TypeVar("R")

WORKERS = worker_count(2)
SECONDS = 60.0
"""Working time of a job for which nothing else is said; what takes longer ends earlier by itself."""
TRIES = 2
"""How often a job is tried whose worker dies: the system may end one that is not to blame, to have its memory."""

_lock = threading.Lock()
_executor: Workers | None = None


def submit(function: Callable[[*Ts], R], *args: *Ts, seconds: float = SECONDS, owner: Hashable = None) -> "Future[R]":
    """Queue `function` of this project's own code in the line of `owner`; the pool starts when first asked.

    Its future raises JobTimeoutError after `seconds` of work, WorkerDiedError, and CancelledError where it was
    cancelled; so does this function when the server is going down.
    """
    try:
        return _workers().submit(function, *args, seconds=seconds, owner=owner)
    except RuntimeError as error:
        raise CancelledError from error


def run(function: Callable[[*Ts], R], *args: *Ts, seconds: float = SECONDS, owner: Hashable = None) -> R:
    """The result of `function`, computed in the pool; raises what its future raises."""
    return submit(function, *args, seconds=seconds, owner=owner).result()


def cancel(*futures: "Future[R]") -> None:
    """End these jobs, also those that are running; whoever waits for them gets CancelledError."""
    if _executor is not None:
        _executor.cancel(lambda job: job.future in futures)


def leave(owner: Hashable) -> None:
    """End all jobs of an owner who is gone."""
    if _executor is not None:
        _executor.cancel(lambda job: job.owner == owner)


def warm(ready: Callable[[], object]) -> None:
    """Start the workers now, and run `ready` in each: it loads what the first visitor would wait for."""
    _workers(ready)


def _workers(ready: Callable[[], object] | None = None) -> Workers:
    global _executor  # one pool a process, out of reach of a visitor's "clear cache"
    with _lock:
        if _executor is None:
            _executor = Workers(WORKERS, TRIES, ready)
        return _executor
