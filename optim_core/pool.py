"""Where heavy work runs: spawned worker processes, or one thread where `OPTIM_WORKERS=0` (hosts with 1 GB)."""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

WORKERS = int(os.environ.get("OPTIM_WORKERS", "2"))

_lock = threading.Lock()
_suspects = threading.Lock()
_executor: Executor | None = None


def submit(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> "Future[R]":
    """Queue `function` of this project's own code; the pool starts when first asked, and anew after a crash."""
    global _executor  # one pool a process, out of reach of a visitor's "clear cache"
    with _lock, _without_main():  # a worker may be started at any submission
        if _executor is None:
            _executor = _start()
        try:
            return _executor.submit(function, *args, **kwargs)
        except BrokenProcessPool:
            _executor = _start()
            return _executor.submit(function, *args, **kwargs)


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


def _start() -> Executor:
    if WORKERS == 0:
        return ThreadPoolExecutor(1, initializer=_one_torch_thread)
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(WORKERS, spawn, initializer=_prepare, initargs=(os.getpid(),))


@contextmanager
def _without_main() -> Iterator[None]:
    """Hide the running script: a spawned child would otherwise run it again, a page with all its widgets."""
    main: Any = sys.modules["__main__"]
    path = main.__dict__.pop("__file__", None)
    try:
        yield
    finally:
        if path is not None:
            main.__file__ = path


def _prepare(parent: int) -> None:
    """Make a worker ready: it dies with the server, ignores the terminal's Ctrl-C and uses one torch thread."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with, args=(parent,), daemon=True).start()
    _one_torch_thread()


def _die_with(parent: int) -> None:
    # Linux's PR_SET_PDEATHSIG would not do: it fires when the thread that started the worker ends, as a page's does.
    while os.getppid() == parent:
        time.sleep(1)
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

    descend(SurfaceRun(surface=Rosenbrock(), optimizers=tuple(cls(lr=1e-3) for cls in OPTIMIZERS), steps=2))
