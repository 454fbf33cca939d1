"""A study that is cancelled or interrupted stops within a second."""

import signal
import threading
import time
from typing import Any

import psutil
import pytest
from distributed import Client

from optim_core.sweep.study.engines import Dask, Pool
from optim_core.sweep.study.run import run_study
from optim_core.sweep.study.store import Store
from tests.clock import idle_seconds
from tests.sweep.study import jobs
from tests.sweep.study.processes import LONG, LONG_TRIALS, STUDY, cluster, rows, sweep, until, workers

pytestmark = pytest.mark.timed


def halt_in_the_middle(store: Store, engine: Pool | Dask) -> None:
    """Cancel `STUDY` once a trial is done; AssertionError if that takes more than a second."""
    halt, halted = threading.Event(), []

    def show(progress: Any) -> None:
        if progress.done:
            halted.append(time.monotonic())
            halt.set()

    run_study(STUDY, store, engine, halt, show, jobs.slow)
    assert time.monotonic() - halted[0] < idle_seconds(1)
    assert 0 < len(store.keys()) < STUDY.trials
    store.close()


def test_a_cancelled_study_is_idle_within_a_second(tmp_path):
    halt_in_the_middle(Store(tmp_path / "study.sqlite", STUDY, resume=False), Pool(2))
    assert workers(psutil.Process()) == []


def test_a_cancelled_study_leaves_dask_idle_within_a_second(tmp_path):
    with cluster() as dask:
        halt_in_the_middle(Store(tmp_path / "study.sqlite", STUDY, resume=False), Dask(dask.address))
        with Client(dask.address, set_as_default=False) as client:
            until(lambda: not any(client.processing().values()), idle_seconds(1))


def test_an_interrupted_study_stops_within_a_second_and_can_be_resumed(tmp_path):
    study, path = tmp_path / "study.toml", tmp_path / "study.sqlite"
    study.write_text(LONG)
    process = sweep(study, "--out", path, "--workers", 2)
    until(lambda: rows(path) > 0)
    working = workers(psutil.Process(process.pid))
    process.send_signal(signal.SIGINT)
    _, alive = psutil.wait_procs(working, timeout=idle_seconds(1))
    process.communicate(timeout=300)
    assert (len(working), alive, process.returncode) == (2, [], 3)
    assert 0 < rows(path) < LONG_TRIALS
