"""Worker processes: none is lost for long, none outlives its server, none runs the server's script."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import psutil
import pytest
import torch

from optim_core import pool
from optim_core.descend import descend
from optim_core.errors import SpecError
from optim_core.optimizers import SGD, Adam
from optim_core.specs import SurfaceRun
from optim_core.surfaces import Quadratic, Rosenbrock

ROOT = Path(__file__).parents[1]
POISON = (os._exit, 1)


@pytest.fixture(scope="module", autouse=True)
def two_workers():
    """A pool for these tests alone, which keeps itself going through all of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool, "_executor", None)
        patch.setattr(pool, "WORKERS", 2)
        yield
        pool._executor.shutdown(cancel_futures=True)


def pids() -> set[int]:
    """The workers of the pool: two jobs at once need both."""
    jobs = [pool.submit(time.sleep, 0.2) for _ in range(2)] + [pool.submit(os.getpid) for _ in range(8)]
    return {job.result() for job in jobs if job.result()}


def test_a_killed_worker_loses_nothing():
    run = SurfaceRun(surface=Rosenbrock(), optimizers=(Adam(), SGD()), steps=100)
    victim = pool.run(os.getpid)
    pending = threading.Thread(target=lambda: results.append(pool.run(_slow, 0.7)))
    results: list[float] = []
    pending.start()
    time.sleep(0.3)
    os.kill(victim, signal.SIGKILL)
    pending.join(30)
    assert results == [0.7]
    for ours, theirs in zip(pool.run(descend, run), descend(run), strict=True):
        assert (ours.loss == theirs.loss).all()
    assert victim not in pids()


def _slow(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def test_a_job_that_kills_its_worker_ends_in_an_error_and_harms_no_other():
    results: list[float] = []
    others = [threading.Thread(target=lambda: results.append(pool.run(_slow, 0.3))) for _ in range(6)]
    for other in others:
        other.start()
    with pytest.raises(BrokenProcessPool):
        pool.run(*POISON)
    for other in others:
        other.join(60)
    assert results == [0.3] * 6
    assert pool.run(abs, -1) == 1


def test_workers_outlive_the_thread_that_started_them():
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(pool.run(os.getpid)))
    thread.start()
    thread.join()
    time.sleep(0.5)
    assert psutil.pid_exists(found[0])
    assert found[0] in pids()


def test_workers_use_one_thread_each():
    jobs = [pool.submit(torch.get_num_threads) for _ in range(6)]
    wait(jobs)
    assert {job.result() for job in jobs} == {1}


def test_errors_come_back_as_they_were_raised():
    run = SurfaceRun(surface=Quadratic(kappa=1e6), optimizers=(SGD(),), steps=1, start=(1e9, 1e9))
    assert pool.run(descend, run)[0].steps == 1
    with pytest.raises(SpecError, match=r"^here\.x must be in \[0, 1\], got 2"):
        pool.run(_refuse)


def _refuse() -> None:
    raise SpecError("here.x", "range", range="[0, 1]", got=2)


def script(path: Path, body: str, workers: int) -> subprocess.Popen[str]:
    path.write_text(
        f"print('main', flush=True)\nimport os, sys, threading, time\nfrom optim_core import pool\n{body}\n"
    )
    environment = os.environ | {"OPTIM_WORKERS": str(workers), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, str(path)], stdout=subprocess.PIPE, text=True, env=environment)


def test_the_running_script_is_not_run_again_by_workers(tmp_path):
    body = "jobs = [pool.submit(time.sleep, 0.5) for _ in range(4)]\nprint([job.result() for job in jobs])"
    out, _ = script(tmp_path / "server.py", body, workers=2).communicate(timeout=60)
    assert out.splitlines() == ["main", "[None, None, None, None]"]


def test_workers_end_with_a_killed_server(tmp_path):
    body = "jobs = [pool.submit(time.sleep, 0.5) for _ in range(2)]\n[job.result() for job in jobs]"
    busy = "jobs = [pool.submit(time.sleep, 60)]\nprint('ready', flush=True)\njobs[0].result()"
    server = script(tmp_path / "server.py", f"{body}\n{busy}", workers=2)
    assert [server.stdout.readline() for _ in range(2)] == ["main\n", "ready\n"]
    children = psutil.Process(server.pid).children(recursive=True)
    assert len(children) >= 2
    server.kill()
    server.communicate()
    _, alive = psutil.wait_procs(children, timeout=5)
    assert alive == []


def test_without_workers_one_thread_of_the_server_computes(tmp_path):
    body = """
import torch
jobs = [pool.submit(lambda: (os.getpid(), threading.get_ident(), torch.get_num_threads())) for _ in range(4)]
found = {job.result() for job in jobs}
print(len(found), found.pop()[::2] == (os.getpid(), 1))
"""
    out, _ = script(tmp_path / "server.py", body, workers=0).communicate(timeout=60)
    assert out.splitlines() == ["main", "1 True"]
