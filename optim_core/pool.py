"""Where heavy work runs: spawned worker processes, or one thread where `OPTIM_WORKERS=0` (hosts with 1 GB)."""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any, ParamSpec, TypeVar

from optim_core.environment import worker_count

P = ParamSpec("P")
R = TypeVar("R")

WORKERS = worker_count(2)

_lock = threading.Lock()
_suspects = threading.Lock()
_hiding = threading.Lock()
_executor: Executor | None = None


def submit(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> "Future[R]":
    """Queue `function` of this project's own code; the pool starts when first asked, and anew after a crash.

    CancelledError says that the server is going down.
    """
    global _executor  # one pool a process, out of reach of a visitor's "clear cache"
    with _lock:
        if _executor is None:
            _executor = _start()
        try:
            return _executor.submit(function, *args, **kwargs)
        except BrokenProcessPool:
            _executor = _start()
            return _executor.submit(function, *args, **kwargs)
        except RuntimeError as error:
            if "shutdown" in str(error):  # Python says it by these words alone
                raise CancelledError from error
            raise


def run(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The result of `function`, computed in the pool; a job whose worker died is tried once more.

    Such jobs take turns, so that the one that kills its worker does not take the others' second try with it.
    """
    try:
        return submit(function, *args, **kwargs).result()
    except BrokenProcessPool:
        with _suspects:
            return submit(function, *args, **kwargs).result()


def warm() -> None:
    """Start the workers now and let each import what the first visitor would wait for."""
    for _ in range(max(WORKERS, 1)):
        submit(_import)


class Workers(ProcessPoolExecutor):
    """Spawned processes that run none of the caller's script, ignore Ctrl-C and use one torch thread each.

    They end with the process that made them, however it ends; `kill` ends them at once, in the midst of their jobs.
    """

    def __init__(self, count: int) -> None:
        spawn = multiprocessing.get_context("spawn")
        watched, self._held = spawn.Pipe(duplex=False)
        super().__init__(count, spawn, initializer=_prepare, initargs=(watched,))

    def submit(self, function: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> "Future[R]":
        with _without_main():  # a worker may be started at any submission
            return super().submit(function, *args, **kwargs)

    def kill(self) -> None:
        self._held.close()
        self.shutdown(cancel_futures=True)


def _start() -> Executor:
    return Workers(WORKERS) if WORKERS else ThreadPoolExecutor(1, initializer=_one_torch_thread)


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


def _prepare(watched: Connection) -> None:
    """Make a worker ready."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with, args=(watched,), daemon=True).start()
    _one_torch_thread()


def _die_with(watched: Connection) -> None:
    # Nothing is ever sent: the wait ends when the other end is closed, also by the kernel when its process is gone.
    # Linux's PR_SET_PDEATHSIG would not do: it fires when the thread that started the worker ends, as a page's does.
    watched.poll(None)
    os._exit(1)


def _one_torch_thread() -> None:
    import torch

    torch.set_num_threads(1)


def _import() -> None:
    """Run one short race, which loads all that torch loads at its first step."""
    from optim_core.descend import descend
    from optim_core.optimizers import OPTIMIZERS
    from optim_core.specs import SurfaceRun
    from optim_core.surfaces import Rosenbrock

    for cls in (each for each in OPTIMIZERS if each.needs is None):
        descend(SurfaceRun(surface=Rosenbrock(), optimizers=(cls(lr=1e-3),), steps=2))
