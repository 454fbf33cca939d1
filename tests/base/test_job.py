"""A training in the background: in segments, stopped, continued, failed."""

import logging
import os
import subprocess
import sys
import time
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from optim_core.base import pool
from optim_core.base.result import Status
from optim_core.models import MLP
from optim_core.models.datasets import Moons
from optim_core.optimizers import SGD, Adagrad, Adam, AdamW, NAdam, RMSprop
from optim_core.specs import ModelRun
from optim_core.train import background_job as job_module
from optim_core.train import train
from optim_core.train.background_job import TrainingJob

CUSTOMARY = (SGD, Adam, RMSprop, Adagrad, AdamW, NAdam)
RUN = ModelRun(
    dataset=Moons(samples=200),
    model=MLP(width=16),
    optimizers=(
        *(cls() for cls in CUSTOMARY),
        RMSprop(momentum=0.9, momentum_decay=0.25),
        SGD(lr=1e3, weight_decay=1.0),
    ),
    epochs=40,
    batch_size=20,
)


@pytest.fixture(scope="module", autouse=True)
def one_worker():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool, "_executor", None)
        patch.setattr(pool, "WORKERS", 1)
        patch.setattr(job_module, "CHUNK_SECONDS", 0.03)
        pool.run(int)
        yield
        pool._executor.shutdown(cancel_futures=True)


def until(condition, seconds=300.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def same(ours, theirs) -> bool:
    pairs = zip(ours, theirs, strict=True)
    return all(np.array_equal(getattr(a, f.name), getattr(b, f.name)) for a, b in pairs for f in fields(a))


def test_a_job_that_has_not_started_has_no_logs():
    job = TrainingJob(RUN)
    assert (job.running, job.done, job.failed, job.progress, job.seconds_left, job.logs()) == (
        False,
        False,
        False,
        0,
        None,
        (),
    )


def test_a_stopped_and_continued_job_has_the_same_result():
    job, seen = TrainingJob(RUN), []
    for _ in range(3):
        before = job.progress
        job.start()
        job.start()  # twice is once
        until(lambda before=before: job.progress > before)
        assert 0 < job.seconds_left < 120
        job.stop()
        until(lambda: not job.running)
        assert not job.done
        seen.append(job.progress)
        logs = job.logs()
        assert {log.status for log in logs[:-1]} == {Status.STOPPED}
        assert logs[-1].status.diverged or logs[-1].status == Status.STOPPED  # on a busy machine, before it diverges
        assert [len(log.loss) for log in logs[:-1]] == [round(job.progress * RUN.steps)] * (len(logs) - 1)
    assert seen == sorted(set(seen))
    job.start()
    until(lambda: job.done and not job.running)
    assert job.progress == 1
    assert job.seconds_left == 0
    assert not job.failed
    assert same(job.logs(), train(RUN))


def test_partial_logs_are_prefixes_of_the_final_logs():
    job = TrainingJob(RUN)
    job.start()
    until(lambda: job.progress > 0)
    assert job.running
    early = job.logs()
    job.stop()
    until(lambda: not job.running)
    assert early[0].status is Status.RUNNING
    for log, whole in zip(early, train(RUN), strict=True):
        assert log.loss.tolist() == whole.loss[: len(log.loss)].tolist()


def test_its_time_is_limited(monkeypatch):
    monkeypatch.setattr(job_module, "MODEL_SECONDS", 0.1)
    job = TrainingJob(RUN)
    job.start()
    until(lambda: job.checkpoint is not None and not job.running)
    assert job.done
    assert job.out_of_time
    assert 0 < job.progress < 1
    assert {log.status for log in job.logs()[:-1]} == {Status.OUT_OF_TIME}
    reached = job.progress
    job.start()
    assert not job.running
    assert job.progress == reached


@pytest.mark.parametrize("broken", [lambda *_: 1 / 0, lambda *_: pool.run(os._exit, 1)], ids=["error", "dead worker"])
def test_an_error_ends_a_job_and_is_reported(monkeypatch, caplog, broken):
    job, run = TrainingJob(RUN), pool.run
    job.start()
    until(lambda: job.progress > 0)
    job.stop()
    until(lambda: not job.running)
    reached = job.progress
    with monkeypatch.context() as patch, caplog.at_level(logging.CRITICAL, "optim_core.train.background_job"):
        patch.setattr(job_module.pool, "run", lambda *given: run(*given) if given[0] is os._exit else broken())
        job.start()
        until(lambda: job.failed and not job.running)
    assert job.progress == reached
    assert {log.status for log in job.logs()[:-1]} == {Status.STOPPED}
    job.start()
    until(lambda: job.done)
    assert not job.failed


def test_a_dead_worker_costs_at_most_a_chunk():
    job = TrainingJob(RUN)
    job.start()
    until(lambda: job.progress > 0)
    victim = pool.run(os.getpid)
    os.kill(victim, 9)
    until(lambda: not job.running)
    assert job.done
    assert not job.failed
    assert same(job.logs(), train(RUN))


def test_a_race_of_one_diverging_contender_ends_early():
    job = TrainingJob(ModelRun(dataset=Moons(), model=MLP(), optimizers=(SGD(lr=1e3, weight_decay=10.0),), epochs=100))
    job.start()
    until(lambda: not job.running)
    assert job.done
    assert job.progress == 1
    assert job.logs()[0].status.diverged


def test_two_jobs_share_the_pool():
    jobs = [TrainingJob(RUN), TrainingJob(ModelRun(dataset=Moons(), model=MLP(), optimizers=(Adam(),), epochs=5))]
    for job in jobs:
        job.start()
    until(lambda: jobs[1].done)
    jobs[0].stop()
    until(lambda: not jobs[0].running)
    assert jobs[0].progress > 0


@pytest.mark.parametrize("workers", [0, 1])
def test_a_server_that_shuts_down_during_a_training_logs_nothing(workers):
    body = """
import time
from optim_core.base import pool
from optim_core.models.datasets import Digits
from optim_core.train.background_job import TrainingJob
from optim_core.models import MLP
from optim_core.optimizers import Adam
from optim_core.specs import ModelRun

job = TrainingJob(ModelRun(dataset=Digits(), model=MLP(width=64), optimizers=(Adam(),), epochs=90))
job.start()
while not job.progress:
    time.sleep(0.05)
pool._executor.shutdown(wait=False, cancel_futures=True)
time.sleep(0.5)
print(job.running, job.failed)
"""
    environment = os.environ | {"OPTIM_WORKERS": str(workers), "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", body]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300, check=True)
    assert (done.stdout, done.stderr) == ("False False\n", "")
