"""Where heavy work runs: spawned worker processes, or one thread where `OPTIM_WORKERS=0` (hosts with 1 GB)."""

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

WORKERS = int(os.environ.get("OPTIM_WORKERS", "2"))

_lock = threading.Lock()
_executor: Executor | None = None


def submit(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> "Future[R]":
    """Queue `function` of this project's own code; the pool starts when first asked, and anew after a crash."""
    with _lock:
        global _executor  # noqa: PLW0603 - one pool a process, out of reach of a visitor's "clear cache"
        if _executor is None:
            _executor = _start()
        try:
            return _executor.submit(function, *args, **kwargs)
        except BrokenProcessPool:
            _executor = _start()
            return _executor.submit(function, *args, **kwargs)


def run(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The result of `function`, computed in the pool; a job whose worker died is tried once more."""
    try:
        return submit(function, *args, **kwargs).result()
    except BrokenProcessPool:
        return submit(function, *args, **kwargs).result()


def warm() -> None:
    """Start the workers now and let each import what the first visitor would wait for."""
    for _ in range(max(WORKERS, 1)):
        submit(_import)


def _start() -> Executor:
    if WORKERS == 0:
        return ThreadPoolExecutor(1, initializer=_one_torch_thread)
    executor = ProcessPoolExecutor(WORKERS, multiprocessing.get_context("spawn"), initializer=_prepare, initargs=(os.getpid(),))
    with _without_main():
        executor.submit(int)
    return executor


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
    if sys.platform == "linux":
        death_signal = 1
        ctypes.CDLL(None).prctl(death_signal, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)
    _one_torch_thread()


def _one_torch_thread() -> None:
    import torch

    torch.set_num_threads(1)


def _import() -> None:
    """Run one short race, which loads all that torch loads at its first step."""
    from optim_core.descend import descend
    from optim_core.optimizers import OPTIMIZERS
    from optim_core.specs import SurfaceRun
    from optim_core.surfaces import Rosenbrock

    descend(SurfaceRun(surface=Rosenbrock(), optimizers=tuple(cls() for cls in OPTIMIZERS), steps=2))
