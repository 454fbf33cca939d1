"""Cooperative multitasking inside one worker: each job has its own thread, and one of these threads runs at a time.

A job that calls `yield_if_due` in its loops pauses there when its time slice is over, and continues at the same
statement with the same local variables when its worker resumes it.
"""

import math
import threading
import time
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, Literal, NamedTuple

_this = threading.local()


class SliceOutcome(NamedTuple):
    """How a time slice ended. `value` is the result of a job that is done, or the exception of one that failed."""

    kind: Literal["paused", "done", "failed", "stopped"]
    value: Any = None


class JobStopped(BaseException):
    """Raised inside a paused job to end it. It is no `Exception`, so that a job's own `except Exception` ignores it."""


def yield_if_due() -> None:
    """Pause the calling job if its time slice is over; to be called in every loop that may run for long.

    The result of the job does not depend on the pauses. Outside the pool this does nothing.
    """
    thread: _JobThread | None = getattr(_this, "thread", None)
    if thread is not None and time.monotonic() >= thread.ends:
        thread.pause()


def clock() -> float:
    """`time.monotonic()` without the seconds for which the calling job was paused."""
    thread: _JobThread | None = getattr(_this, "thread", None)
    return time.monotonic() - (thread.waited if thread is not None else 0.0)


class JobThreads:
    """Starts, resumes and stops jobs, identified by number. Each call puts one SliceOutcome into `outcomes`.

    The caller waits for that outcome before the next call. `prepare` runs first in every new thread.
    """

    def __init__(self, prepare: Callable[[], None]) -> None:
        self.prepare = prepare
        self.outcomes: SimpleQueue[SliceOutcome] = SimpleQueue()
        self.idle: list[_JobThread] = []
        self.closed = False
        self.jobs: dict[int, _JobThread] = {}

    def begin(self, number: int, call: Callable[[], Any], seconds: float) -> None:
        """Run `call` until it is done, or until it pauses after `seconds`."""
        thread = self.jobs[number] = self.idle.pop() if self.idle else _JobThread(self)
        thread.number = number
        thread.inbox.put((call, seconds))

    def resume(self, number: int, seconds: float) -> None:
        """Continue a paused job for `seconds`."""
        self.jobs[number].inbox.put((None, seconds))

    def stop(self, number: int) -> None:
        """End a paused job."""
        self.jobs[number].inbox.put((None, None))

    def close(self) -> None:
        """End all jobs; a running job ends at its next `yield_if_due`."""
        self.closed = True
        for thread in (*self.idle, *self.jobs.values()):
            thread.ends = -math.inf
            thread.inbox.put((None, None))


class _JobThread:
    """A thread that runs jobs, one after another."""

    def __init__(self, threads: JobThreads) -> None:
        self.threads, self.number, self.ends, self.waited = threads, 0, math.inf, 0.0
        self.inbox: SimpleQueue[tuple[Callable[[], Any] | None, float | None]] = SimpleQueue()
        threading.Thread(target=self._live, daemon=True).start()

    def pause(self) -> None:
        began = time.monotonic()
        self.threads.outcomes.put(SliceOutcome("paused"))
        _, seconds = self.inbox.get()
        if seconds is None or self.threads.closed:
            self.ends = math.inf
            raise JobStopped
        now = time.monotonic()
        self.waited += now - began
        self.ends = now + seconds

    def _live(self) -> None:
        self.threads.prepare()
        _this.thread = self
        while not self.threads.closed:
            call, seconds = self.inbox.get()
            if call is not None and seconds is not None:
                self.ends, self.waited = time.monotonic() + seconds, 0.0
                outcome = _outcome(call)
                del call
                del self.threads.jobs[self.number]
                self.threads.idle.append(self)
                self.threads.outcomes.put(outcome)


def _outcome(call: Callable[[], Any]) -> SliceOutcome:
    try:
        return SliceOutcome("done", call())
    except JobStopped:
        return SliceOutcome("stopped")
    except BaseException as error:  # also SystemExit, which must end the job and not its worker
        return SliceOutcome("failed", error)
