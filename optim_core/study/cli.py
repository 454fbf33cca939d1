"""`python -m optim_core sweep STUDY.toml --out study.sqlite`: what a person at a terminal meets."""

import argparse
import os
import signal
import sys
import threading
import time
from pathlib import Path

from optim_core.errors import SpecError
from optim_core.study.engines import EngineError, engine
from optim_core.study.run import Progress, run_study
from optim_core.study.store import Store, StoreError
from optim_core.study.toml import read_study
from optim_core.text import Translator, load

BAR = 24
OK, REFUSED, INTERRUPTED = 0, 2, 3
REDRAW_SECONDS = {True: 0.1, False: 10.0}
"""Between two lines of progress, on a terminal and in a log."""


def main(arguments: list[str]) -> int:
    """0: every trial is in the file. 2: nothing was begun. 3: stopped or cut off, `--resume` goes on."""
    t = load("ko" if os.environ.get("LANG", "").startswith("ko") else "en")
    asked = _parser(t).parse_args(arguments)
    try:
        return _sweep(asked, t)
    except SpecError as error:
        return _refuse(t("error." + error.key, where=error.where, **error.values))
    except StoreError as error:
        return _refuse(t(f"study.file.{error.key}", path=error.path))
    except EngineError as error:
        code = _refuse(t(f"study.engine.{error.key}", address=error.address))
        return INTERRUPTED if error.key == "lost" else code
    except OSError as error:
        return _refuse(str(error))


def _sweep(asked: argparse.Namespace, t: Translator) -> int:
    try:
        study = read_study(asked.study.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise SpecError("STUDY", "toml", got=str(error)[:80]) from None
    halt, bar = threading.Event(), _Bar(t)
    store = Store(asked.out, study, resume=asked.resume)
    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: halt.set())
        progress = run_study(study, store, engine(asked.workers, asked.dask), halt, bar.show)
    finally:
        bar.end()
        store.close()
    for failure in progress.failed:
        print(t("study.cli.failed", run=failure), file=sys.stderr)
    key = "stopped" if halt.is_set() else "done"
    print(t(f"study.cli.{key}", path=asked.out, done=progress.done, total=progress.total))
    return INTERRUPTED if halt.is_set() else OK


def _parser(t: Translator) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m optim_core")
    sweep = parser.add_subparsers(required=True, metavar="sweep").add_parser("sweep", help=t("study.cli.sweep"))
    sweep.add_argument("study", type=Path, metavar="STUDY.toml", help=t("study.cli.study"))
    sweep.add_argument("--out", type=Path, required=True, metavar="study.sqlite", help=t("study.cli.out"))
    sweep.add_argument("--resume", action="store_true", help=t("study.cli.resume"))
    sweep.add_argument("--dask", default=os.environ.get("OPTIM_DASK"), metavar="ADDRESS", help=t("study.cli.dask"))
    usual = int(os.environ.get("OPTIM_WORKERS", 0)) or os.cpu_count() or 1
    sweep.add_argument("--workers", type=_count, default=usual, metavar="N", help=t("study.cli.workers", usual=usual))
    return parser


def _count(text: str) -> int:
    if (count := int(text)) < 1:
        raise ValueError
    return count


def _refuse(words: str) -> int:
    print(words, file=sys.stderr)
    return REFUSED


class _Bar:
    """One line that says how far it is: written over on a terminal, now and then a new one in a log."""

    def __init__(self, t: Translator) -> None:
        self.t, self.live, self.drawn = t, sys.stderr.isatty(), -REDRAW_SECONDS[False]

    def show(self, progress: Progress) -> None:
        now, finished = time.monotonic(), progress.done >= progress.total
        if now - self.drawn < REDRAW_SECONDS[self.live] and not finished:
            return
        self.drawn = now
        filled = BAR * progress.done // max(progress.total, 1)
        words = self.t("study.cli.progress", done=progress.done, total=progress.total, failed=len(progress.failed))
        left = progress.seconds_left
        rest = "" if left is None or finished else self.t("study.cli.left", time=_clock(left))
        line = f"{'█' * filled}{'░' * (BAR - filled)} {words}{rest}"
        print(f"\r{line}\x1b[K" if self.live else line, end="" if self.live else "\n", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self.live:
            print(file=sys.stderr)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"
