"""Jobs that take turns in one process: each has a thread of its own, and one of them runs at a time."""

import math
import threading
import time
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, Literal, NamedTuple

_this = threading.local()


class Outcome(NamedTuple):
    """How a turn ended; the value is the result of a job that is done, or the error of one that failed."""

    kind: Literal["paused", "done", "failed", "stopped"]
    value: Any = None


class JobStopped(BaseException):
    """Ends a job whose result nobody waits for. No Exception, so that no job takes it for a failure of its own."""


def give_way() -> None:
    """Let other jobs have their turn if this one has had its own; for every loop of work that may take long.

    The job goes on from here later, with the same numbers. Outside the pool nothing happens.
    """
    turn: _JobThread | None = getattr(_this, "thread", None)
    if turn is not None and time.monotonic() >= turn.ends:
        turn.pause()


def clock() -> float:
    """Seconds as `time.monotonic` counts them, without those in which this job waited for its next turn."""
    turn: _JobThread | None = getattr(_this, "thread", None)
    return time.monotonic() - (turn.waited if turn is not None else 0.0)


class Turns:
    """Begins jobs, lets them go on and stops them, by their number; each such call leads to one of `outcomes`.

    The caller waits for that outcome before the next call. `prepare` runs first in every thread that is made.
    """

    def __init__(self, prepare: Callable[[], None]) -> None:
        self.prepare = prepare
        self.outcomes: SimpleQueue[Outcome] = SimpleQueue()
        self.idle: list[_JobThread] = []
        self.closed = False
        self.jobs: dict[int, _JobThread] = {}

    def begin(self, number: int, call: Callable[[], Any], seconds: float) -> None:
        """Run `call` until it is done or, after so many seconds, gives way."""
        thread = self.jobs[number] = self.idle.pop() if self.idle else _JobThread(self)
        thread.number = number
        thread.inbox.put((call, seconds))

    def resume(self, number: int, seconds: float) -> None:
        """Let a job that has given way go on."""
        self.jobs[number].inbox.put((None, seconds))

    def stop(self, number: int) -> None:
        """End a job that has given way."""
        self.jobs[number].inbox.put((None, None))

    def close(self) -> None:
        """Stop all jobs; one that runs is stopped when it would give way."""
        self.closed = True
        for thread in (*self.idle, *self.jobs.values()):
            thread.ends = -math.inf
            thread.inbox.put((None, None))


class _JobThread:
    """A thread in which one job after the other runs."""

    def __init__(self, turns: Turns) -> None:
        self.turns, self.number, self.ends, self.waited = turns, 0, math.inf, 0.0
        self.inbox: SimpleQueue[tuple[Callable[[], Any] | None, float | None]] = SimpleQueue()
        threading.Thread(target=self._live, daemon=True).start()

    def pause(self) -> None:
        began = time.monotonic()
        self.turns.outcomes.put(Outcome("paused"))
        _, seconds = self.inbox.get()
        if seconds is None or self.turns.closed:
            self.ends = math.inf
            raise JobStopped
        now = time.monotonic()
        self.waited += now - began
        self.ends = now + seconds

    def _live(self) -> None:
        self.turns.prepare()
        _this.thread = self
        while not self.turns.closed:
            call, seconds = self.inbox.get()
            if call is not None and seconds is not None:
                self.ends, self.waited = time.monotonic() + seconds, 0.0
                outcome = _outcome(call)
                del call
                del self.turns.jobs[self.number]
                self.turns.idle.append(self)
                self.turns.outcomes.put(outcome)


def _outcome(call: Callable[[], Any]) -> Outcome:
    try:
        return Outcome("done", call())
    except JobStopped:
        return Outcome("stopped")
    except BaseException as error:  # also SystemExit: the job has ended, its worker has not
        return Outcome("failed", error)
