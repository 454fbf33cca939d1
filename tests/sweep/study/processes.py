"""Processes and files for the tests of studies."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
from distributed import Client

from optim_core.sweep.study import read_study
from tests.sweep.study.jobs import POISONED

ROOT = Path(__file__).parents[3]
ONE_FAILURE = "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES"
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}

STARTS = [[round(-1.2 + 0.2 * n, 1), round(1 + 0.1 * n, 1)] for n in range(12)]
"""Not a grid, so that each start is a chunk of its own."""
TOML = f"""
[surface]
name = "Rosenbrock"
[run]
starts = {STARTS}
steps = 200
[[optimizers]]
name = "Adam"
lr = {{ from = 1e-3, to = 1, count = 7 }}
"""
STUDY = read_study(TOML)
"""Twelve chunks of seven trials each."""
WITH_POISON = read_study(TOML.replace("[[-1.2, 1.0]", f"[[{POISONED}, 1.0], [-1.2, 1.0]"))
LONG = TOML.replace("steps = 200", "steps = 2000").replace("count = 7", "count = 60")
"""A study of twelve chunks that take some tenths of a second each."""
LONG_TRIALS = 720


def content(path: Path) -> list[tuple[object, ...]]:
    """Every row of a study's file, sorted by key."""
    with closing(sqlite3.connect(path)) as file:
        return file.execute("SELECT * FROM trials ORDER BY key").fetchall()


def rows(path: Path) -> int:
    """The number of trials in a file that is being written; 0 before it has a table."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)) as file:
            return int(file.execute("SELECT count(*) FROM trials").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def until(true: Callable[[], bool], seconds: float = 300) -> None:
    """Wait until `true` returns true; AssertionError after `seconds`."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def sweep(*arguments: object) -> subprocess.Popen[str]:
    """Start the command."""
    command = [sys.executable, "-m", "optim_core", "sweep", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True)


@dataclass(frozen=True)
class Cluster:
    """A Dask scheduler, and the nanny process that restarts its two workers when they die."""

    address: str
    scheduler: psutil.Popen
    nanny: psutil.Popen


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A new cluster whose workers have connected."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address, environment = (
        f"tcp://127.0.0.1:{port}",
        ENVIRONMENT | {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"},
    )
    quiet = {"cwd": ROOT, "env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    dask, local = [sys.executable, "-m", "dask"], ["--host", "127.0.0.1", "--no-dashboard"]
    scheduler = psutil.Popen([*dask, "scheduler", *local, "--port", str(port)], **quiet)
    nanny = psutil.Popen([*dask, "worker", address, "--nworkers", "2", "--nthreads", "1", *local], **quiet)
    try:
        with Client(address, timeout=300, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=300)
        yield Cluster(address, scheduler, nanny)
    finally:
        family = [*nanny.children(recursive=True), nanny, scheduler]
        for process in family:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(family, timeout=10)


def workers(parent: psutil.Process) -> list[psutil.Process]:
    """The living worker processes of `parent`: those it spawned, and the copies of its fork server."""
    copies = [copy for server in _children(parent, "forkserver") for copy in _children(server, "forkserver")]
    return [*_children(parent, "spawn_main"), *copies]


def _children(parent: psutil.Process, kind: str) -> list[psutil.Process]:
    alive = (one for one in parent.children() if one.status() != psutil.STATUS_ZOMBIE)
    return [one for one in alive if kind in " ".join(one.cmdline())]
