"""Workers, which run one time slice of a job at a time: a process, or threads of this process."""

import atexit
import multiprocessing
import os
import signal
import threading
import traceback
from abc import ABC, abstractmethod
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from queue import Empty
from typing import Any
from weakref import WeakSet

from optim_core.base.process_start import started
from optim_core.base.time_slices import JobThreads, SliceOutcome

NICENESS = 2
"""How far a worker yields to the process that answers visitors. With 5, workers starve on a machine at load 20."""
_held: "WeakSet[Connection]" = WeakSet()
"""Pipes whose end tells a worker, even one that is only being started, that this process ends."""


class WorkerGoneError(Exception):
    """The worker's process has ended."""


class AbstractWorker(ABC):
    """Runs commands: each is the name of a `JobThreads` method with its arguments, and has one outcome."""

    @abstractmethod
    def send(self, name: str, *args: Any) -> None:
        """Send a command, after the outcome of the one before. WorkerGoneError, or the error of pickling `args`."""

    @abstractmethod
    def outcome(self, seconds: float) -> SliceOutcome | None:
        """Wait up to `seconds` for the outcome of the last command; None if it is not there yet. WorkerGoneError."""

    @abstractmethod
    def kill(self) -> None:
        """End the worker, even in the middle of a job. May be called from any thread."""

    @abstractmethod
    def join(self) -> None:
        """Wait until a killed worker has ended, and free its resources."""


class ThreadWorker(AbstractWorker):
    """Runs jobs in threads of this process. A job that never pauses cannot be ended; it runs on, its result is lost."""

    def __init__(self) -> None:
        self._threads = JobThreads(one_torch_thread)

    def send(self, name: str, *args: Any) -> None:
        getattr(self._threads, name)(*args)

    def outcome(self, seconds: float) -> SliceOutcome | None:
        try:
            return self._threads.outcomes.get(timeout=seconds)
        except Empty:
            return None

    def kill(self) -> None:
        self._threads.close()

    def join(self) -> None:
        """Nothing to wait for."""


class ProcessWorker(AbstractWorker):
    """Runs jobs in a process of its own, which does not run the caller's script and ignores Ctrl-C.

    The process ends with the process that started it, however that ends.
    """

    def __init__(self) -> None:
        """Start the process: for the first, this takes as long as the imports. OSError."""
        self._pipe, theirs = multiprocessing.Pipe()
        watched, self._held = multiprocessing.Pipe(duplex=False)
        _held.add(self._held)
        with theirs, watched:  # closed here, so that a read fails once the worker has ended
            self._process = started(_serve, theirs, watched)

    def send(self, name: str, *args: Any) -> None:
        try:
            self._pipe.send((name, args))
        except OSError as error:
            raise WorkerGoneError from error

    def outcome(self, seconds: float) -> SliceOutcome | None:
        try:
            if not self._pipe.poll(seconds):
                return None
            found = self._pipe.recv_bytes()
        except (EOFError, OSError) as error:
            raise WorkerGoneError from error
        try:
            outcome: SliceOutcome = ForkingPickler.loads(found)
        except Exception as error:  # the result cannot be unpickled here
            return SliceOutcome("failed", error)
        return outcome

    def kill(self) -> None:
        self._process.kill()

    def join(self) -> None:
        self._process.join()
        self._pipe.close()
        self._held.close()


def one_torch_thread() -> None:
    """Let torch use one thread, for two are slower on tensors this small; the setting holds for the calling thread."""
    import torch

    torch.set_num_threads(1)


def _serve(pipe: Connection, watched: Connection) -> None:
    """Run the commands that arrive on `pipe` until the parent process is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    threading.Thread(target=_exit_with_parent, args=(watched,), daemon=True).start()
    threads = JobThreads(one_torch_thread)
    while True:
        try:
            name, args = pipe.recv()
        except EOFError:
            return
        except Exception as error:  # the call cannot be unpickled here
            outcome = SliceOutcome("failed", error)
        else:
            getattr(threads, name)(*args)
            outcome = threads.outcomes.get()
            if outcome.kind == "failed":
                outcome.value.add_note("in a worker:\n" + "".join(traceback.format_exception(outcome.value)))
        pipe.send_bytes(_pickled(outcome))


def _pickled(outcome: SliceOutcome) -> Any:
    try:
        return ForkingPickler.dumps(outcome)
    except Exception as error:  # a result that cannot be pickled is an error of the job
        return ForkingPickler.dumps(SliceOutcome("failed", TypeError(f"{type(outcome.value).__name__}: {error}")))


def _exit_with_parent(watched: Connection) -> None:
    # Nothing is ever sent on this pipe. The wait ends when the parent closes its end, or the kernel does so after the
    # parent's death. PR_SET_PDEATHSIG would not do: it fires when the thread that started this process ends.
    watched.poll(None)
    os._exit(1)


@atexit.register  # before multiprocessing waits for its processes
def _let_go() -> None:
    for pipe in tuple(_held):
        with suppress(OSError):  # closed already
            pipe.close()
