"""What works on jobs, a turn at a time: a process of its own, or threads of this process."""

import multiprocessing
import os
import signal
import sys
import threading
import traceback
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from queue import Empty
from typing import Any

from optim_core.base.turns import Outcome, Turns

_hiding = threading.Lock()


class WorkerGoneError(Exception):
    """The worker's process has ended."""


class AbstractWorker(ABC):
    """Takes orders, names and arguments of methods of `Turns`, and gives the outcome of each."""

    @abstractmethod
    def order(self, name: str, *args: Any) -> None:
        """Give an order; the outcome of the one before is known. WorkerGoneError, or what pickling the call raises."""

    @abstractmethod
    def outcome(self, seconds: float) -> Outcome | None:
        """How the order went; None if that is not known within so many seconds. WorkerGoneError."""

    @abstractmethod
    def kill(self) -> None:
        """End it, in the midst of a job; from any thread."""

    @abstractmethod
    def join(self) -> None:
        """Wait for the end of one that was killed, and let go of what it took."""


class ThreadWorker(AbstractWorker):
    """Jobs in this process. It cannot end a job that does not give way: that one runs on, but nobody waits for it."""

    def __init__(self) -> None:
        self._turns = Turns(one_torch_thread)

    def order(self, name: str, *args: Any) -> None:
        getattr(self._turns, name)(*args)

    def outcome(self, seconds: float) -> Outcome | None:
        try:
            return self._turns.outcomes.get(timeout=seconds)
        except Empty:
            return None

    def kill(self) -> None:
        self._turns.close()

    def join(self) -> None:
        """Nothing to wait for."""


class ProcessWorker(AbstractWorker):
    """A spawned process that runs none of the caller's script, ignores Ctrl-C and uses one torch thread for each job.

    It ends with the process that made it, however that ends.
    """

    def __init__(self) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._pipe, theirs = spawn.Pipe()
        watched, self._held = spawn.Pipe(duplex=False)
        self._process = spawn.Process(target=_serve, args=(theirs, watched), daemon=True)
        with _without_main():
            self._process.start()
        theirs.close()  # so that the other end's end is noticed
        watched.close()

    def order(self, name: str, *args: Any) -> None:
        try:
            self._pipe.send((name, args))
        except OSError as error:
            raise WorkerGoneError from error

    def outcome(self, seconds: float) -> Outcome | None:
        try:
            if not self._pipe.poll(seconds):
                return None
            found = self._pipe.recv_bytes()
        except (EOFError, OSError) as error:
            raise WorkerGoneError from error
        try:
            outcome: Outcome = ForkingPickler.loads(found)
        except Exception as error:  # a result of a class that this process cannot make
            return Outcome("failed", error)
        return outcome

    def kill(self) -> None:
        self._process.kill()

    def join(self) -> None:
        self._process.join()
        self._pipe.close()
        self._held.close()


@contextmanager
def _without_main() -> Iterator[None]:
    """Hide the running script: a spawned child would otherwise run it again, a page with all its widgets."""
    with _hiding:
        main: Any = sys.modules["__main__"]
        path = main.__dict__.pop("__file__", None)
        try:
            yield
        finally:
            if path is not None:
                main.__file__ = path


def one_torch_thread() -> None:
    """Two threads on tensors as small as here are slower than one; torch counts them anew in each thread."""
    import torch

    torch.set_num_threads(1)


def _serve(pipe: Connection, watched: Connection) -> None:
    """Follow orders until the process that gives them is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with, args=(watched,), daemon=True).start()
    turns = Turns(one_torch_thread)
    while True:
        try:
            name, args = pipe.recv()
        except EOFError:
            return
        except Exception as error:  # a call of something that this process does not find
            outcome = Outcome("failed", error)
        else:
            getattr(turns, name)(*args)
            outcome = turns.outcomes.get()
            if outcome.kind == "failed":
                outcome.value.add_note("in a worker:\n" + "".join(traceback.format_exception(outcome.value)))
        pipe.send_bytes(_pickled(outcome))


def _pickled(outcome: Outcome) -> Any:
    try:
        return ForkingPickler.dumps(outcome)
    except Exception as error:  # results that cannot be sent are a fault of the job's
        return ForkingPickler.dumps(Outcome("failed", TypeError(f"{type(outcome.value).__name__}: {error}")))


def _die_with(watched: Connection) -> None:
    # Nothing is ever sent: the wait ends when the other end is closed, also by the kernel when its process is gone.
    # Linux's PR_SET_PDEATHSIG would not do: it fires when the thread that started the worker ends, as a page's does.
    watched.poll(None)
    os._exit(1)
