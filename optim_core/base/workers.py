"""Workers that share jobs fairly: each job a short turn at a time, its owners one after the other."""

import atexit
import itertools
import logging
import math
import threading
import time
from collections.abc import Callable, Hashable
from concurrent.futures import CancelledError, Executor, Future, InvalidStateError
from contextlib import suppress
from functools import partial
from typing import Any
from weakref import WeakSet

from optim_core.base.errors import JobTimeoutError, WorkerDiedError
from optim_core.base.fair_queue import FairQueue, Job
from optim_core.base.turns import Outcome
from optim_core.base.worker import AbstractWorker, ProcessWorker, ThreadWorker, WorkerGoneError

TURN_SECONDS = 0.1
"""How long a job may go on while others wait, if it gives way (`optim_core.base.turns`)."""
TICK, PATIENCE = 0.2, 1.0
"""Seconds between two looks at a job that runs, and until one whose time is up, or is cancelled, must give way."""

_log = logging.getLogger(__name__)
_all: "WeakSet[Workers]" = WeakSet()


class Workers(Executor):
    """So many processes, or where `count` is 0 one thread after the other in this process.

    A job that has worked for its `seconds` is ended, in a process also where it does not give way: its worker is
    replaced, and what that worker held half done is begun again by another. The same holds where a worker dies; the job
    that it was working on is tried `tries` times.
    """

    def __init__(self, count: int, tries: int = 1, ready: Callable[[], object] | None = None) -> None:
        """`ready` is run in each worker before its first job."""
        self._make: type[AbstractWorker] = ProcessWorker if count else ThreadWorker
        self._tries, self._ready = tries, ready
        self._queue, self._running = FairQueue(), dict[int, Job]()
        self._workers: dict[int, AbstractWorker] = {}
        self._changed, self._closed = threading.Condition(), False
        self._numbers = itertools.count()
        self._threads = [threading.Thread(target=self._work, args=(slot,), daemon=True) for slot in range(count or 1)]
        for thread in self._threads:
            thread.start()
        _all.add(self)

    def submit(  # type: ignore[override]  # two keywords are the pool's own
        self,
        function: Callable[..., Any],
        /,
        *args: Any,
        seconds: float = math.inf,
        owner: Hashable = None,
    ) -> "Future[Any]":
        """Queue a call of `function` in the line of `owner`; it may work for so many seconds.

        The future may raise JobTimeoutError, WorkerDiedError or what the function raises. RuntimeError if shut down.
        """
        job = Job(next(self._numbers), partial(function, *args), owner, seconds)
        with self._changed:
            if self._closed:
                raise RuntimeError("cannot schedule new futures after shutdown")
            self._queue.put(job)
            self._changed.notify()
        return job.future

    def cancel(self, matches: Callable[[Job], bool]) -> None:
        """Cancel the jobs that match, waiting or running: whoever waits for them gets CancelledError."""
        with self._changed:
            for job in [job for job in (*self._queue, *self._running.values()) if matches(job)]:
                job.cancelled = True
                if job.home is None and job not in self._running.values():
                    self._queue.remove(job)
                if job.future.cancel():
                    job.future.set_running_or_notify_cancel()
                else:
                    _settle(job, Outcome("stopped"))
            self._changed.notify_all()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more jobs, and end the workers when the last is done; those jobs can be cancelled instead."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if cancel_futures:
            self.cancel(lambda job: True)
        if wait:
            for thread in self._threads:
                thread.join()

    def kill(self) -> None:
        """End the workers at once, in the midst of their jobs."""
        self.shutdown(wait=False, cancel_futures=True)
        with self._changed:
            for worker in self._workers.values():
                worker.kill()
        self.shutdown()

    def _work(self, slot: int) -> None:
        """The life of a slot: a turn after the other, with a new worker whenever one is gone."""
        worker = self._new_worker(slot)
        while worker is not None and (job := self._next(slot)):
            began, lost = time.monotonic(), True
            outcome: Outcome | None = None
            try:
                outcome, lost = self._turn(worker, job), False
            except WorkerGoneError:
                job.deaths, job.slot = job.deaths + 1, slot
                if job.deaths >= self._tries:
                    outcome = Outcome("failed", WorkerDiedError())
            except _TooLongError:
                outcome = Outcome("failed", JobTimeoutError(job.seconds))
            except Exception as error:  # a call that cannot be sent
                outcome, lost = Outcome("failed", error), False
            if lost:
                self._end(slot, worker)
            self._note(slot, job, outcome, time.monotonic() - began)
            if lost:
                worker = self._new_worker(slot)
        if worker is not None:
            self._end(slot, worker)

    def _next(self, slot: int) -> Job | None:
        """The next job for this slot, once there is one; None when all is done and no more will come."""
        with self._changed:
            while True:
                job = self._queue.take(slot)
                if job is None:
                    if self._closed:
                        return None
                    self._changed.wait()
                elif job.home is not None or _may_begin(job):
                    self._running[slot] = job
                    return job

    def _turn(self, worker: AbstractWorker, job: Job) -> Outcome:
        """How a turn of the job went. WorkerGoneError; _TooLongError if the job neither ends nor gives way in time."""
        left = job.seconds - job.used
        if job.home is None:
            worker.order("begin", job.number, job.call, min(TURN_SECONDS, left))
        elif job.cancelled:
            worker.order("stop", job.number)
        else:
            worker.order("resume", job.number, min(TURN_SECONDS, left))
        ends = time.monotonic() + left
        while (outcome := worker.outcome(TICK)) is None:
            if job.cancelled:
                ends = min(ends, time.monotonic())
            if time.monotonic() > ends + PATIENCE:
                raise _TooLongError
        return outcome

    def _note(self, slot: int, job: Job, outcome: Outcome | None, seconds: float) -> None:
        """What follows from a turn; without an outcome the job begins again."""
        with self._changed:
            del self._running[slot]
            job.used += seconds
            self._queue.charge(job.owner, seconds)
            if outcome is None:
                job.home, job.used = None, 0.0
                self._queue.put(job)
            elif outcome.kind == "paused":
                job.home = slot
                if job.used >= job.seconds and not job.cancelled:
                    job.cancelled = True
                    _settle(job, Outcome("failed", JobTimeoutError(job.seconds)))
                self._queue.put(job)
            else:
                _settle(job, outcome)

    def _end(self, slot: int, worker: AbstractWorker) -> None:
        """End the slot's worker; what it holds half done goes back into the queue."""
        worker.kill()
        worker.join()
        with self._changed:
            del self._workers[slot]
            for job in [job for job in self._queue if job.home == slot]:
                self._queue.remove(job)
                job.home, job.used = None, 0.0
                if not job.cancelled:
                    self._queue.put(job)
            self._changed.notify_all()

    def _new_worker(self, slot: int) -> AbstractWorker | None:
        """A worker for the slot, as soon as one can be started; None if it is no longer needed."""
        with self._changed:
            while not self._closed or any(self._queue):
                try:
                    worker = self._workers[slot] = self._make()
                except OSError:
                    _log.exception("no worker could be started")
                    self._changed.wait(PATIENCE)
                else:
                    break
            else:
                return None
        self._make_ready(worker)
        return worker

    def _make_ready(self, worker: AbstractWorker) -> None:
        if self._ready is None:
            return
        try:
            worker.order("begin", -1, self._ready, math.inf)
            while not worker.outcome(TICK):
                pass
        except WorkerGoneError:  # the first job will find out
            if not self._closed:
                _log.exception("a worker died before its first job")


class _TooLongError(Exception):
    """A job has had its time, or is cancelled, and does not give way."""


def _may_begin(job: Job) -> bool:
    """Whether a job that no worker holds is still wanted; one that lost its worker is marked as running already."""
    if job.cancelled:
        return False
    return job.future.running() or job.future.set_running_or_notify_cancel()


def _settle(job: Job, outcome: Outcome) -> None:
    with suppress(InvalidStateError):  # cancelled, or too late
        if outcome.kind == "done":
            job.future.set_result(outcome.value)
        else:
            job.future.set_exception(outcome.value or CancelledError())


@atexit.register  # before multiprocessing ends the processes, which would be replaced
def _close_all() -> None:
    for workers in tuple(_all):
        workers.shutdown(wait=False, cancel_futures=True)
