"""Studies on real processes survive dying workers, fatal runs, a dead scheduler and a killed parent.

`test_halted.py` has those that are halted.
"""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from optim_core.sweep.study import read_study
from optim_core.sweep.study.compute import compute
from optim_core.sweep.study.engines import AbstractEngine, Dask, Pool
from optim_core.sweep.study.run import run_study
from optim_core.sweep.study.store import Store
from tests.sweep.study import jobs
from tests.sweep.study.processes import (
    LONG,
    LONG_TRIALS,
    STUDY,
    WITH_POISON,
    Cluster,
    cluster,
    content,
    rows,
    sweep,
    until,
    workers,
)

pytestmark = pytest.mark.processes

MIXED = """
[dataset]
name = "Moons"
[model]
name = "MLP"
[run]
epochs = 1
seeds = [0, 1]
[[optimizers]]
name = "SGD"
lr = { values = [0.01, 0.1] }
"""


@pytest.fixture(scope="module")
def dask() -> Iterator[Cluster]:
    with cluster() as started:
        yield started


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> list[tuple[object, ...]]:
    """The rows of `STUDY`, run without any disturbance."""
    return done(tmp_path_factory.mktemp("undisturbed") / "study.sqlite", STUDY, Pool(2))


def done(path: Path, study: Any, engine: AbstractEngine, function: Any = compute, **more: Any) -> Any:
    store = Store(path, study, resume=False)
    run_study(study, store, engine, threading.Event(), function=function, **more)
    store.close()
    return content(path)


def make(name: str, dask: Cluster) -> AbstractEngine:
    return Pool(2) if name == "pool" else Dask(dask.address)


engines = pytest.mark.parametrize("name", ["pool", "dask"])


def test_pool_and_dask_give_identical_files(tmp_path, dask, undisturbed):
    assert len(undisturbed) == STUDY.trials == 84
    assert done(tmp_path / "surface.sqlite", STUDY, make("dask", dask)) == undisturbed
    trained = read_study(MIXED)
    files = [done(tmp_path / f"{name}.sqlite", trained, make(name, dask)) for name in ("pool", "dask")]
    assert files[0] == files[1]
    assert len({row[3] for row in files[0]}) == trained.trials == 4


@engines
def test_three_killed_workers_lose_nothing(tmp_path, dask, undisturbed, name):
    path, parent = tmp_path / "study.sqlite", psutil.Process() if name == "pool" else dask.nanny
    killed: set[int] = set()
    known = [0]

    def show(progress: Any) -> None:
        """Each time more trials are done, kill a worker."""
        fresh = [one for one in workers(parent) if one.pid not in killed]
        if progress.done > known[-1] and len(killed) < 3 and fresh:
            fresh[0].kill()
            killed.add(fresh[0].pid)
            known.append(progress.done)

    assert done(path, STUDY, make(name, dask), jobs.slow, show=show) == undisturbed
    assert len(killed) == 3


@engines
def test_a_run_that_kills_its_worker_is_named_and_the_rest_completes(tmp_path, dask, undisturbed, name):
    path, shown = tmp_path / "study.sqlite", []
    found = done(path, WITH_POISON, make(name, dask), jobs.poisoned, show=shown.append)
    beside = [row for row in found if f"start.x={jobs.POISONED}" in row[1]]
    assert [row for row in found if row not in beside] == undisturbed
    (failed,) = [row for row in beside if row[2] == "failed"]
    assert f"o1.lr={jobs.POISONED_RATE:g}" in failed[1]
    assert "worker died" in failed[-1]
    assert len(beside) == 7
    assert (shown[-1].done, shown[-1].failed) == (91, 1)


def test_a_dead_scheduler_and_resume(tmp_path):
    study, path = tmp_path / "study.toml", tmp_path / "study.sqlite"
    study.write_text(LONG)
    with cluster() as own:
        asked = sweep(study, "--out", path, "--dask", own.address)
        until(lambda: rows(path) > 0)
        own.scheduler.kill()
        _, said = asked.communicate(timeout=300)
    assert asked.returncode == 3
    assert "--resume" in said
    assert 0 < rows(path) < LONG_TRIALS
    again = sweep(study, "--out", path, "--resume", "--workers", 2)
    again.communicate(timeout=300)
    assert again.returncode == 0
    assert rows(path) == LONG_TRIALS


def test_a_killed_study_ends_with_the_same_file_and_leaves_no_orphan(tmp_path):
    study = tmp_path / "study.toml"
    study.write_text(LONG)
    paths = [tmp_path / "killed.sqlite", tmp_path / "whole.sqlite"]
    victim = sweep(study, "--out", paths[0], "--workers", 2)
    until(lambda: rows(paths[0]) > 0)
    family = psutil.Process(victim.pid).children(recursive=True)
    assert len(family) >= 2
    victim.kill()
    victim.communicate()
    _, alive = psutil.wait_procs(family, timeout=60)
    assert alive == []
    assert 0 < rows(paths[0]) < LONG_TRIALS
    for path, more in zip(paths, (["--resume"], []), strict=True):
        process = sweep(study, "--out", path, "--workers", 2, *more)
        _, said = process.communicate(timeout=300)
        assert process.returncode == 0, said
    assert content(paths[0]) == content(paths[1])
