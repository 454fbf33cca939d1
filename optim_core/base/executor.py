"""An executor whose workers run jobs in time slices and share their time fairly between the owners of the jobs."""

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
from optim_core.base.time_slices import SliceOutcome
from optim_core.base.worker import AbstractWorker, ProcessWorker, ThreadWorker, WorkerGoneError

SLICE_SECONDS = 0.05
"""Length of a time slice: a job that calls `time_slices.yield_if_due` pauses after this time."""
POLL_SECONDS = 0.2
GRACE_SECONDS = 3.0
"""How long a job may still run after its deadline or its cancellation before its worker is killed.

On a busy machine a worker may wait for the processor longer than a second, and its paused jobs would start again.
"""
RETRY_SECONDS = 1.0
"""Delay before another attempt to start a worker."""

_log = logging.getLogger(__name__)
_all: "WeakSet[FairExecutor]" = WeakSet()


class FairExecutor(Executor):
    """`count` worker processes, or threads of this process if `count` is 0.

    One thread of this process serves each worker: it takes a job from the fair queue, lets the worker run it for one
    time slice, and puts the job back into the queue if it has only paused. A paused job stays in its worker.

    A job that exceeds its `seconds` ends with JobTimeoutError. If it does not even pause, its worker is killed and
    replaced, and the paused jobs of that worker start again from the beginning. So they do when a worker dies; the job
    that was running then is tried `tries` times.
    """

    def __init__(self, count: int, tries: int = 1, warm_up: Callable[[], object] | None = None) -> None:
        """Start the workers. `warm_up` runs in each worker before its first job."""
        self._worker_class: type[AbstractWorker] = ProcessWorker if count else ThreadWorker
        self._tries, self._warm_up = tries, warm_up
        self._queue, self._running = FairQueue(), dict[int, Job]()
        self._workers: dict[int, AbstractWorker] = {}
        self._changed, self._closed = threading.Condition(), False
        self._numbers = itertools.count()
        self._threads = [
            threading.Thread(target=self._serve_jobs, args=(index,), daemon=True) for index in range(count or 1)
        ]
        for thread in self._threads:
            thread.start()
        _all.add(self)

    def submit(  # type: ignore[override]  # two keywords more
        self,
        function: Callable[..., Any],
        /,
        *args: Any,
        seconds: float = math.inf,
        owner: Hashable = None,
    ) -> "Future[Any]":
        """Queue a call of `function` for `owner`, with at most `seconds` of working time.

        The future raises JobTimeoutError, WorkerDiedError or the exception of `function`. RuntimeError after shutdown.
        """
        job = Job(next(self._numbers), partial(function, *args), owner, seconds)
        with self._changed:
            if self._closed:
                raise RuntimeError("cannot schedule new futures after shutdown")
            self._queue.put(job)
            self._changed.notify()
        return job.future

    def cancel(self, matches: Callable[[Job], bool]) -> None:
        """Cancel the matching jobs, waiting or running; their futures raise CancelledError."""
        with self._changed:
            jobs = [job for job in (*self._queue, *self._running.values()) if matches(job)]
            for job in jobs:
                job.cancelled = True
                if job.worker_index is None and job not in self._running.values():
                    self._queue.remove(job)
            self._changed.notify_all()
        for job in jobs:  # outside the lock, since this runs the callbacks of the futures
            if job.future.cancel():
                job.future.set_running_or_notify_cancel()
            else:
                _finish(job, SliceOutcome("stopped"))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Accept no more jobs, and end the workers after the last job, or at once if `cancel_futures`."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if cancel_futures:
            self.cancel(lambda job: True)
        if wait:
            for thread in self._threads:
                thread.join()

    def kill(self) -> None:
        """Cancel all jobs and kill the workers at once."""
        self.shutdown(wait=False, cancel_futures=True)
        with self._changed:
            for worker in self._workers.values():
                worker.kill()
        self.shutdown()

    def _serve_jobs(self, index: int) -> None:
        """Run time slices on the worker at `index` until shutdown; replace the worker when it is gone."""
        worker = self._new_worker(index)
        while worker is not None and (job := self._next(index)):
            started, worker_lost = time.monotonic(), True
            outcome: SliceOutcome | None = None
            try:
                outcome, worker_lost = self._run_slice(worker, job), False
            except WorkerGoneError:
                job.deaths, job.only_index = job.deaths + 1, index
                if job.deaths >= self._tries:
                    outcome = SliceOutcome("failed", WorkerDiedError())
            except _UnresponsiveError:
                outcome = SliceOutcome("failed", JobTimeoutError(job.seconds))
            except Exception as error:  # the call cannot be pickled
                outcome, worker_lost = SliceOutcome("failed", error), False
            if worker_lost:
                self._end(index, worker)
            self._after_slice(index, job, outcome, time.monotonic() - started)
            if worker_lost:
                worker = self._new_worker(index)
        if worker is not None:
            self._end(index, worker)

    def _next(self, index: int) -> Job | None:
        """Wait for the next job of the worker at `index`; None after shutdown, once no job is left for it."""
        with self._changed:
            while True:
                job = self._queue.take(index)
                if job is None:
                    if self._closed:
                        return None
                    self._changed.wait()
                elif job.worker_index is not None or _start_future(job):
                    self._running[index] = job
                    return job

    def _run_slice(self, worker: AbstractWorker, job: Job) -> SliceOutcome:
        """Run the job for one slice. WorkerGoneError; _UnresponsiveError if it neither ends nor pauses in time."""
        seconds_left = job.seconds - job.used
        if job.worker_index is None:
            worker.send("begin", job.number, job.call, min(SLICE_SECONDS, seconds_left))
        elif job.cancelled:
            worker.send("stop", job.number)
        else:
            worker.send("resume", job.number, min(SLICE_SECONDS, seconds_left))
        deadline = time.monotonic() + seconds_left
        while (outcome := worker.outcome(POLL_SECONDS)) is None:
            if job.cancelled:
                deadline = min(deadline, time.monotonic())
            if time.monotonic() > deadline + GRACE_SECONDS:
                raise _UnresponsiveError
        return outcome

    def _after_slice(self, index: int, job: Job, outcome: SliceOutcome | None, seconds: float) -> None:
        """Charge the owner, then finish or requeue the job; without an outcome the job starts again."""
        ended: SliceOutcome | None = None
        with self._changed:
            del self._running[index]
            job.used += seconds
            self._queue.charge(job.owner, seconds)
            if outcome is None:
                job.worker_index, job.used = None, 0.0
                self._queue.put(job)
            elif outcome.kind == "paused":
                job.worker_index = index
                if job.used >= job.seconds and not job.cancelled:
                    job.cancelled = True
                    ended = SliceOutcome("failed", JobTimeoutError(job.seconds))
                self._queue.put(job)
            else:
                ended = outcome
        if ended:  # outside the lock, since this runs the callbacks of the future
            _finish(job, ended)

    def _end(self, index: int, worker: AbstractWorker) -> None:
        """Kill the worker at `index`; its paused jobs return to the queue and start again."""
        worker.kill()
        worker.join()
        with self._changed:
            del self._workers[index]
            for job in [job for job in self._queue if job.worker_index == index]:
                self._queue.remove(job)
                job.worker_index, job.used = None, 0.0
                if not job.cancelled:
                    self._queue.put(job)
            self._changed.notify_all()

    def _new_worker(self, index: int) -> AbstractWorker | None:
        """Start a worker at `index`, trying again after an OSError; None if it is no longer needed."""
        while self._needs_workers():
            try:  # outside the lock, since callers of `submit` must not wait for the imports of the first worker
                worker = self._worker_class()
            except OSError:
                _log.exception("no worker could be started")
                with self._changed:
                    self._changed.wait(RETRY_SECONDS)
                continue
            with self._changed:
                self._workers[index] = worker
            if self._needs_workers():
                self._run_warm_up(worker)
                return worker
            self._end(index, worker)
        return None

    def _needs_workers(self) -> bool:
        with self._changed:
            return not self._closed or any(self._queue)

    def _run_warm_up(self, worker: AbstractWorker) -> None:
        if self._warm_up is None:
            return
        try:
            worker.send("begin", -1, self._warm_up, math.inf)
            while not worker.outcome(POLL_SECONDS):
                pass
        except WorkerGoneError:  # the first job reports it
            if not self._closed:
                _log.exception("a worker died before its first job")


class _UnresponsiveError(Exception):
    """A job has passed its deadline or was cancelled, and does not pause."""


def _start_future(job: Job) -> bool:
    """Mark the future as running; False if the job was cancelled. A job that lost its worker is marked already."""
    if job.cancelled:
        return False
    return job.future.running() or job.future.set_running_or_notify_cancel()


def _finish(job: Job, outcome: SliceOutcome) -> None:
    with suppress(InvalidStateError):  # cancelled, or finished already
        if outcome.kind == "done":
            job.future.set_result(outcome.value)
        else:
            job.future.set_exception(outcome.value or CancelledError())


@atexit.register  # before multiprocessing ends the processes, which the executor would replace
def _close_all() -> None:
    for executor in tuple(_all):
        executor.shutdown(wait=False, cancel_futures=True)
