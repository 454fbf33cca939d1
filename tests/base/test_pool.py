"""The worker pool: fair time slices, deadlines, lost workers, and the end of the server."""

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import BrokenExecutor, CancelledError, wait
from pathlib import Path
from queue import SimpleQueue

import psutil
import pytest
import torch

from optim_core.base import pool
from optim_core.base.errors import JobTimeoutError, SpecError, WorkerDiedError
from optim_core.base.time_slices import clock, yield_if_due
from optim_core.descend import descend
from optim_core.optimizers import LBFGS, SGD, Adam
from optim_core.specs import SurfaceRun
from optim_core.surfaces import Quadratic, Rosenbrock

ROOT = Path(__file__).parents[2]
POISON = (os._exit, 1)


@pytest.fixture(scope="module", autouse=True)
def two_workers():
    """One pool for all tests of this file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool, "_executor", None)
        patch.setattr(pool, "WORKERS", 2)
        yield
        pool._executor.shutdown(cancel_futures=True)


def pids(function=time.sleep, seconds: float = 0.2) -> set[int]:
    """The workers of the pool, each of which has run the function: two jobs at once need both."""
    pool.run(abs, -1)  # there is a pool
    jobs = [pool.submit(function, seconds) for _ in range(2)] + [pool.submit(os.getpid) for _ in range(8)]
    assert all(job.exception() is None for job in jobs)
    return {worker._process.pid for worker in pool._executor._workers.values()}


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
    with pytest.raises(WorkerDiedError):
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


def _busy(seconds: float, path: Path | None = None) -> float:
    """Work that pauses when its slice is over; it appends a line to `path` at each start."""
    if path is not None:
        with path.open("a") as file:
            file.write("begun\n")
    end = clock() + seconds
    while clock() < end:
        yield_if_due()
    return seconds


def test_a_job_past_its_deadline_is_ended_and_the_others_are_not():
    others = [pool.submit(_busy, 1.0, owner="other") for _ in range(3)]
    stubborn = pool.submit(time.sleep, 60, seconds=0.5)
    began = time.monotonic()
    with pytest.raises(JobTimeoutError, match=r"0\.5 s"):
        stubborn.result(30)
    assert time.monotonic() - began < 30
    assert [other.result(60) for other in others] == [1.0] * 3
    assert pool.run(abs, -1) == 1


def test_a_job_that_pauses_ends_at_its_deadline_without_losing_its_worker():
    before = pids()
    with pytest.raises(JobTimeoutError):
        pool.run(_busy, 60, seconds=0.5)
    assert pids() == before


def test_waiting_does_not_count_as_working_time():
    pids(_busy, 0.2)  # the first job of a worker is charged for importing this file
    jobs = [pool.submit(_busy, 0.2, seconds=3.5, owner=n) for n in range(40)]  # the last waits for 4 s and more
    assert [job.result(120) for job in jobs] == [0.2] * 40


@pytest.mark.parametrize("function", [time.sleep, _busy])
def test_running_jobs_can_be_cancelled(function):
    jobs = [pool.submit(function, 600, owner="mine", seconds=600) for _ in range(3)]
    theirs = pool.submit(_busy, 0.3, owner="theirs")
    time.sleep(0.5)
    began = time.monotonic()
    pool.cancel(*jobs)
    for job in jobs:
        with pytest.raises(CancelledError):
            job.result(1)
    assert theirs.result(240) == 0.3
    assert pool.run(_slow, 0.1) == 0.1
    assert time.monotonic() - began < 240  # of a busy machine


def test_the_jobs_of_an_owner_who_leaves_end():
    mine, theirs = ([pool.submit(_busy, 0.6, owner=name) for _ in range(4)] for name in ("mine", "theirs"))
    time.sleep(0.3)
    pool.leave("mine")
    assert [job.result(60) for job in theirs] == [0.6] * 4
    for job in mine:
        with pytest.raises(CancelledError):
            job.result(1)


def test_one_owner_does_not_delay_another():
    pids()  # both workers are there
    heavy = [pool.submit(_busy, 3.0, owner="heavy") for _ in range(8)]
    time.sleep(0.2)
    waits = []
    for _ in range(10):
        began = time.monotonic()
        pool.run(_busy, 0.01, owner="light")
        waits.append(time.monotonic() - began)
    pool.cancel(*heavy)
    assert sorted(waits)[4] < 0.4, waits


def test_results_do_not_depend_on_time_slices():
    run = SurfaceRun(surface=Rosenbrock(), optimizers=(Adam(), LBFGS()), steps=15, noise=0.1)
    alone = descend(run, 60)
    jobs = [pool.submit(descend, run, 60, owner=n) for n in range(6)]
    for job in jobs:
        for ours, theirs in zip(job.result(), alone, strict=True):
            assert ours.xy.tobytes() == theirs.xy.tobytes()
            assert ours.status is theirs.status


def test_paused_jobs_of_a_lost_worker_start_again(tmp_path):
    paths = [tmp_path / str(n) for n in range(4)]
    jobs = [pool.submit(_busy, 2.0, path, owner=path.name) for path in paths]
    time.sleep(0.8)
    with pytest.raises(JobTimeoutError):
        pool.run(time.sleep, 60, seconds=0.2, owner="stubborn")
    assert [job.result(60) for job in jobs] == [2.0] * 4
    begun = [len(path.read_text().split()) for path in paths]
    assert max(begun) == 2
    assert min(begun) == 1


def test_a_call_or_result_that_cannot_be_pickled_is_an_error():
    with pytest.raises((AttributeError, TypeError, pickle.PicklingError)):
        pool.run(lambda: 1)
    with pytest.raises(TypeError, match="lock"):
        pool.run(threading.Lock)
    assert pool.run(abs, -1) == 1


def test_a_job_that_kills_workers_takes_one_at_a_time():
    """While the job is tried again, the other worker serves."""
    pids()
    poison = pool.submit(_die_late, 1.0)
    done = 0
    while not poison.done():
        assert pool.submit(abs, -1, owner="other").result(5) == 1
        done += 1
        time.sleep(0.05)
    assert isinstance(poison.exception(), WorkerDiedError)
    assert isinstance(poison.exception(), BrokenExecutor)
    assert done > 5


def _die_late(seconds: float) -> None:
    time.sleep(seconds)
    os._exit(1)


def test_errors_carry_the_traceback_of_the_worker():
    with pytest.raises(ZeroDivisionError) as caught:
        pool.run(_divide, 0)
    assert "in _divide" in caught.value.__notes__[0]


def _divide(by: int) -> float:
    return 1 / by


def script(path: Path, body: str, workers: int) -> subprocess.Popen[str]:
    path.write_text(
        f"print('main', flush=True)\nimport os, sys, threading, time\nfrom optim_core.base import pool\n{body}\n"
    )
    environment = os.environ | {"OPTIM_WORKERS": str(workers), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, str(path)], stdout=subprocess.PIPE, text=True, env=environment)


def test_the_running_script_is_not_run_again_by_workers(tmp_path):
    body = "jobs = [pool.submit(time.sleep, 0.5) for _ in range(4)]\nprint([job.result() for job in jobs])"
    out, _ = script(tmp_path / "server.py", body, workers=2).communicate(timeout=300)
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
    _, alive = psutil.wait_procs(children, timeout=60)
    assert alive == []


def test_without_workers_the_server_itself_computes(tmp_path):
    body = """
import torch
jobs = [pool.submit(lambda: (os.getpid(), threading.get_ident(), torch.get_num_threads())) for _ in range(4)]
print({job.result()[::2] == (os.getpid(), 1) for job in jobs})
"""
    out, _ = script(tmp_path / "server.py", body, workers=0).communicate(timeout=300)
    assert out.splitlines() == ["main", "{True}"]


def test_without_workers_there_are_time_slices_and_deadlines_too(tmp_path):
    body = """
from tests.base.test_pool import _busy
from optim_core.base.errors import JobTimeoutError
heavy = [pool.submit(_busy, 2.0, owner="heavy") for _ in range(3)]
time.sleep(0.3)
began = time.monotonic()
pool.run(_busy, 0.01, owner="light")
print(time.monotonic() - began < 1)
for function in (time.sleep, _busy):
    began = time.monotonic()
    try:
        pool.run(function, 40, seconds=0.3, owner=function)
    except JobTimeoutError:
        print(time.monotonic() - began < 20)
pool.cancel(heavy[0])
print([job.exception() is None for job in heavy])
"""
    out, _ = script(tmp_path / "server.py", body, workers=0).communicate(timeout=300)
    assert out.splitlines() == ["main", "True", "True", "True", "[False, True, True]"]


def test_callbacks_of_a_future_run_outside_the_lock_of_the_pool():
    """A callback may wait for another thread that submits a job."""
    blocked: SimpleQueue[bool] = SimpleQueue()

    def submit_elsewhere(_):
        thread = threading.Thread(target=pool.submit, args=(abs, -1), daemon=True)
        thread.start()
        thread.join(20)
        blocked.put(thread.is_alive())

    done, stopped = pool.submit(time.sleep, 0.2), pool.submit(_slow, 30.0)
    for future in (done, stopped):
        future.add_done_callback(submit_elsewhere)
    done.result()
    pool.cancel(stopped)
    assert [blocked.get(timeout=60) for _ in range(2)] == [False, False]
