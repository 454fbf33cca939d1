"""The pool for all heavy work of a server: `OPTIM_WORKERS` processes, or threads of the server if that is 0.

How a job travels:

1. `submit` wraps the call in a `Job` with an owner (a session) and a limit of working time, and puts it into the
   `FairQueue` of the `FairExecutor`. The caller gets a future.
2. One thread per worker takes the job of the owner that has used the least working time so far, and sends it to its
   worker (`worker.py`): a process, or threads of this process.
3. The worker runs the job for one time slice of `executor.SLICE_SECONDS`. Loops call `time_slices.yield_if_due`, which
   pauses the job there when the slice is over. An owner with much work therefore does not delay the others.
4. The worker answers with a `SliceOutcome`. A paused job returns to the front of its owner's line and is resumed later
   by the same worker; a job that is done or has failed sets its future.

A job that never pauses is ended after its deadline by killing its process. With `OPTIM_WORKERS=0` (for hosts with 1 GB)
that is impossible: the future raises JobTimeoutError, and the abandoned thread runs on beside the other jobs.
"""

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import CancelledError, Future
from typing import TypeVar, TypeVarTuple

from optim_core.base.environment import worker_count
from optim_core.base.executor import FairExecutor

Ts = TypeVarTuple("Ts")
R = TypeVar("R")

WORKERS = worker_count(2)
SECONDS = 60.0
"""Default limit of the working time of a job, in seconds."""
TRIES = 2
"""How often a job is tried whose worker dies: the system may kill an innocent worker to free memory."""

_lock = threading.Lock()
_executor: FairExecutor | None = None


def submit(function: Callable[[*Ts], R], *args: *Ts, seconds: float = SECONDS, owner: Hashable = None) -> "Future[R]":
    """Queue a call of `function` for `owner`; the first call starts the pool.

    The future raises JobTimeoutError after `seconds` of work, WorkerDiedError, CancelledError, or the exception of
    `function`. CancelledError is also raised here while the server shuts down.
    """
    try:
        return _workers().submit(function, *args, seconds=seconds, owner=owner)
    except RuntimeError as error:
        raise CancelledError from error


def run(function: Callable[[*Ts], R], *args: *Ts, seconds: float = SECONDS, owner: Hashable = None) -> R:
    """Compute `function(*args)` in the pool and wait for the result; raises as the future of `submit` does."""
    return submit(function, *args, seconds=seconds, owner=owner).result()


def cancel(*futures: "Future[R]") -> None:
    """Cancel the jobs of these futures, waiting or running; the futures raise CancelledError."""
    if _executor is not None:
        _executor.cancel(lambda job: job.future in futures)


def leave(owner: Hashable) -> None:
    """Cancel all jobs of `owner`."""
    if _executor is not None:
        _executor.cancel(lambda job: job.owner == owner)


def start(warm_up: Callable[[], object]) -> None:
    """Start the workers now and run `warm_up` in each, so that the first job does not wait for imports."""
    _workers(warm_up)


def _workers(warm_up: Callable[[], object] | None = None) -> FairExecutor:
    global _executor  # one pool per process, outside every cache that a visitor can clear
    with _lock:
        if _executor is None:
            _executor = FairExecutor(WORKERS, TRIES, warm_up)
        return _executor
