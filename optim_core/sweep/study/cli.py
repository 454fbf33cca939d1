"""The command `optim-race sweep STUDY.toml --out study.sqlite`."""

import argparse
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from optim_core.base.domains import Whole
from optim_core.base.environment import (
    WORKER_COUNT,
    WRONG_SETTING,
    sentence,
    worker_count,
)
from optim_core.base.errors import SpecError
from optim_core.base.text import Translator
from optim_core.sweep.study.bounds import LONGEST_CHARACTER, LONGEST_FILE, decoded
from optim_core.sweep.study.engines import EngineError, engine
from optim_core.sweep.study.job_runner import DIED
from optim_core.sweep.study.plan import described, run_of
from optim_core.sweep.study.run import Progress, run_study
from optim_core.sweep.study.spec import Study
from optim_core.sweep.study.store import Store, StoreError
from optim_core.sweep.study.toml_reader import read_study

BAR = 24
OK, REFUSED, INTERRUPTED = 0, WRONG_SETTING, 3
MOST_NAMED = 20
"""Failed runs that are listed at the end; the file has all of them."""
REDRAW_SECONDS = {True: 0.1, False: 10.0}
"""Seconds between two lines of progress: True on a terminal, False in a log."""


def run(asked: argparse.Namespace, t: Translator, read: Callable[[str], Study] = read_study) -> int:
    """Run the command, whose study `read` makes of the text of its file, and return its exit status.

    0: every trial is in the file. 2: nothing was started. 3: interrupted; `--resume` continues.
    """
    try:
        return _sweep(asked, t, read)
    except SpecError as error:
        return _refuse(sentence(error))
    except StoreError as error:
        code = _refuse(t(f"study.file.{error.key}", path=error.path))
        return INTERRUPTED if error.begun else code
    except EngineError as error:
        code = _refuse(t(f"study.engine.{error.key}", address=error.address[:80]))
        return INTERRUPTED if error.key == "lost" else code


def _sweep(asked: argparse.Namespace, t: Translator, read: Callable[[str], Study]) -> int:
    halt, bar = threading.Event(), _Bar(t)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: halt.set())
    if asked.retry_failed and not asked.resume:
        return _refuse(t("study.cli.retry_needs_resume"))
    workers = _workers(asked.workers)
    try:
        with asked.study.open("rb") as file:
            data = file.read(LONGEST_CHARACTER * LONGEST_FILE + 1)
    except OSError as error:
        return _refuse(t("study.cli.unreadable", path=asked.study, reason=error.strerror))
    study = read(decoded(data))
    with ExitStack() as opened:
        chosen = engine(workers, asked.dask.strip())
        opened.callback(chosen.close)
        store = Store(asked.out, study, resume=asked.resume)
        opened.callback(store.close)
        if asked.retry_failed:
            store.forget_failures()
        opened.callback(bar.end)
        progress = run_study(study, store, chosen, halt, bar.show)
        failures = store.failures(MOST_NAMED)
    _name(failures, progress.failed, study, t)
    key = "stopped" if halt.is_set() else "done"
    print(t(f"study.cli.{key}", path=asked.out, **_counts(progress)))
    return INTERRUPTED if halt.is_set() else OK


def _name(failures: list[tuple[str, str | None]], count: int, study: Study, t: Translator) -> None:
    """Print which runs failed, and why."""
    for text, note in failures:
        reason = t("study.cli.died") if note == DIED else note
        print(t("study.cli.failed", run=_described(text, study), reason=reason), file=sys.stderr)
    if count > len(failures):
        print(t("study.cli.more", count=count - len(failures)), file=sys.stderr)
    if count:
        print(t("study.cli.retry"), file=sys.stderr)


def _described(text: str, study: Study) -> str:
    try:
        return described(run_of(text, study.complete))
    except SpecError:  # the file was changed
        return text


def _counts(progress: Progress) -> dict[str, int]:
    return {"done": progress.done, "total": progress.total, "failed": progress.failed}


def _workers(text: str | None) -> int:
    """The number of `--workers`, else of `OPTIM_WORKERS`, else one per processor."""
    if text is not None:
        return int(Whole("", 1, WORKER_COUNT.high).parse(text, "--workers"))
    return worker_count(0) or os.cpu_count() or 1


def add_arguments(parser: argparse.ArgumentParser, t: Translator) -> None:
    """Declare the arguments of the command."""
    parser.epilog = t("study.cli.statuses")
    parser.add_argument("study", type=Path, metavar="STUDY.toml", help=t("study.cli.study"))
    parser.add_argument("--out", type=Path, required=True, metavar="study.sqlite", help=t("study.cli.out"))
    parser.add_argument("--resume", action="store_true", help=t("study.cli.resume"))
    parser.add_argument("--retry-failed", action="store_true", help=t("study.cli.retry_failed"))
    dask = os.environ.get("OPTIM_DASK", "")
    parser.add_argument("--dask", default=dask, metavar="ADDRESS", help=t("study.cli.dask"))
    parser.add_argument("--workers", metavar="N", help=t("study.cli.workers"))


def _refuse(text: str) -> int:
    print(text, file=sys.stderr)
    return REFUSED


class _Bar:
    """A progress line: redrawn in place on a terminal, printed every few seconds in a log."""

    def __init__(self, t: Translator) -> None:
        self.t, self.live, self.drawn = t, sys.stderr.isatty(), -REDRAW_SECONDS[False]

    def show(self, progress: Progress) -> None:
        now, finished = time.monotonic(), progress.done >= progress.total
        if now - self.drawn < REDRAW_SECONDS[self.live] and not finished:
            return
        self.drawn = now
        filled = BAR * progress.done // max(progress.total, 1)
        text = self.t("study.cli.progress", **_counts(progress))
        left = progress.seconds_left
        rest = "" if left is None or finished else self.t("study.cli.left", time=_clock(left))
        line = f"{'█' * filled}{'░' * (BAR - filled)} {text}{rest}"
        print(f"\r{line}\x1b[K" if self.live else line, end="" if self.live else "\n", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self.live:
            print(file=sys.stderr)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"
