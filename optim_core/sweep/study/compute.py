"""The computation of a job in a worker process, which neither reads nor writes files."""

import math
import time
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch

from optim_core.base.hyper import defaults
from optim_core.base.result import Status
from optim_core.descend import descend
from optim_core.specs import ModelRun, Sweep
from optim_core.specs.results import TrainingLog
from optim_core.specs.views import SurfaceView
from optim_core.sweep import sweep
from optim_core.sweep.study.plan import Chunk
from optim_core.train import train

TARGET: float = defaults(SurfaceView)["target"]
"""`RunOutcome.steps_to` counts steps until the gap to the minimum stays at most this share of the start's."""

StudyJob = tuple[Chunk, ...]


class RunOutcome(NamedTuple):
    """How one run ended. A number is None if it does not exist or is not finite."""

    status: str
    """The value of a `Status`."""
    final_loss: float | None = None
    """The last loss on a surface; of a model, the loss on the test set after the last epoch."""
    best_loss: float | None = None
    """The smallest loss on a surface; of a model, the smallest loss on the test set after any epoch."""
    score: float | None = None
    """Of a model: the score of its task on the test set after the last epoch."""
    x: float | None = None
    y: float | None = None
    """The coordinates of the last point on a surface are `x` and `y`."""
    steps_to: int | None = None
    """Steps to `TARGET`, on a surface."""
    note: str | None = None
    """Why the run failed."""


@dataclass(frozen=True, kw_only=True)
class JobResult:
    """The outcomes of each chunk of a job, in the order of its runs, and the time that the job took."""

    chunks: tuple[tuple[RunOutcome, ...], ...]
    seconds: float


def compute(job: StudyJob) -> JobResult:
    """Compute the runs of a job on one thread. There is no time limit, since the steps of a run are limited."""
    torch.set_num_threads(1)
    began = time.monotonic()
    chunks = tuple(_trained(chunk) if isinstance(chunk, ModelRun) else _swept(chunk) for chunk in job)
    return JobResult(chunks=chunks, seconds=time.monotonic() - began)


def _swept(spec: Sweep) -> tuple[RunOutcome, ...]:
    result = sweep(spec, math.inf, targets=(TARGET,))
    columns = (result.final_loss, result.best_loss, *np.moveaxis(result.final_xy, -1, 0), result.steps_to(TARGET))
    rows = zip(result.status.ravel(), *(column.ravel().tolist() for column in columns), strict=True)
    outcomes = [
        RunOutcome(
            status=status.value,
            final_loss=_finite(final),
            best_loss=_finite(best),
            x=_finite(x),
            y=_finite(y),
            steps_to=steps if steps >= 0 else None,
        )
        for status, final, best, x, y, steps in rows
    ]
    for number, index in enumerate(np.ndindex(*result.status.shape)):
        if outcomes[number].status == Status.FAILED.value:  # a sweep's result does not have the exception
            outcomes[number] = outcomes[number]._replace(note=str(descend(spec.run_at(*index))[0].failure))
    return tuple(outcomes)


def _trained(run: ModelRun) -> tuple[RunOutcome, ...]:
    return tuple(_summed_up(log) for log in train(run, math.inf))


def _summed_up(log: TrainingLog) -> RunOutcome:
    return RunOutcome(
        status=log.status.value,
        final_loss=_finite(log.test_loss[-1]),
        best_loss=_finite(log.test_loss.min()),
        score=_finite(log.test_score[-1]),
        note=str(log.failure) if log.failure else None,
    )


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
