"""Studies: speedup by a second worker, and overhead per job, with the pool and with Dask."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from distributed import LocalCluster

from benchmarks.measurement import Measurement
from optim_core.optimizers import Adam
from optim_core.specs import Sweep
from optim_core.surfaces import Rosenbrock
from optim_core.sweep.study.compute import StudyJob, compute
from optim_core.sweep.study.engines import AbstractEngine, Dask, Pool
from optim_core.sweep.study.job_runner import Runner

JOBS, TASKS, ROUNDS = 12, 400, 3
LANES = 256
PIECE = Sweep(surface=Rosenbrock(), optimizer=Adam(), axes={"lr": np.geomspace(1e-4, 1, LANES).tolist()}, steps=2_000)  # type: ignore[arg-type]
WORK: list[StudyJob] = [(PIECE,)] * JOBS
NOTHING: list[Any] = [(n,) for n in range(TASKS)]


def measurements() -> list[Measurement]:
    """Trials per second of one and two workers, and the time per job that does nothing."""
    found = []
    for name, make in (("pool", _pool), ("Dask", _dask)):
        pace = {}
        for workers in (1, 2):
            with make(workers) as engine:
                _seconds(engine, compute, WORK[: 2 * workers])
                busy = min(_seconds(engine, compute, WORK) for _ in range(ROUNDS))
                idle = min(_seconds(engine, tuple, NOTHING) for _ in range(ROUNDS))
                pace[workers] = JOBS * LANES / busy
        how = (
            f"{LANES} trials of {PIECE.steps} steps a job: {pace[1]:.0f} -> {pace[2]:.0f} trials/s with 1 -> 2 workers"
        )
        gain = pace[2] / pace[1]
        found.append(Measurement(what=f"study: {name}, 2 workers", value=gain, unit="x", how=how))
        how = f"{TASKS} jobs that do nothing, 2 workers; jobs are packed to take 250 ms"
        cost = 1e3 * idle / TASKS
        found.append(Measurement(what=f"study: {name}, a job", value=cost, unit="ms", how=how))
    return found


@contextmanager
def _pool(workers: int) -> Iterator[AbstractEngine]:
    with Pool(workers) as engine:
        yield engine


@contextmanager
def _dask(workers: int) -> Iterator[AbstractEngine]:
    options = {"threads_per_worker": 1, "dashboard_address": None, "silence_logs": 50}
    with LocalCluster(n_workers=workers, **options) as cluster, Dask(cluster.scheduler_address) as engine:
        yield engine


def _seconds(engine: AbstractEngine, function: Callable[[Any], Any], jobs: list[Any]) -> float:
    """Seconds for all jobs, with four in flight per worker, as in a study."""
    began = time.perf_counter()
    for _ in Runner(function, engine, threading.Event(), lambda _: ()).results(jobs):
        pass
    return time.perf_counter() - began
