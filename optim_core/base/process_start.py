"""Start of a worker process: as a copy of a process that has imported torch already, or anew."""

import multiprocessing
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from multiprocessing.resource_tracker import ensure_running
from typing import Any

METHODS = ("forkserver", "spawn") if sys.platform == "linux" else ("spawn",)
"""Ways to start a process, best first. A copy of the fork server has torch at once, and shares its memory; where the
system's own libraries do not survive being copied, as on macOS, each process imports torch itself."""
PRELOADED = ("torch", "torch._dynamo")
"""What the fork server imports: torch, and what torch would import at the first optimizer. It must not compute, since
its copies would lack the threads of that computation."""
_lock = threading.Lock()


def started(target: Callable[..., object], *args: object) -> BaseProcess:
    """A new process that calls `target`. The first takes as long as the imports. OSError.

    It does not run the caller's script, and prints nothing at Ctrl-C. The fork server ends after the caller and the
    last of its copies, however they end.
    """
    try:
        return _started(METHODS[0], target, *args)
    except (OSError, EOFError):  # the fork server finds no place for its socket, or the system has killed it
        return _started(METHODS[-1], target, *args)


def _started(method: str, target: Callable[..., object], *args: object) -> BaseProcess:
    context: Any = multiprocessing.get_context(method)
    context.set_forkserver_preload(list(PRELOADED))
    process: BaseProcess = context.Process(target=target, args=args, daemon=True)
    with _lock, _without_main(), _without_interrupts():
        process.start()
    return process


@contextmanager
def _without_main() -> Iterator[None]:
    """Hide the path of the main script while a process is started, which would otherwise run the script again."""
    main: Any = sys.modules["__main__"]
    path = main.__dict__.pop("__file__", None)
    try:
        yield
    finally:
        if path is not None:
            main.__file__ = path


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Keep Ctrl-C from processes that are started here: it would print the traceback of an import."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    ensure_running()  # now, since the start of this helper of multiprocessing lets Ctrl-C pass again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
