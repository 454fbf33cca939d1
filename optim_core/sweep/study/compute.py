"""What a worker does with a job: no more than compute it; files are the study's own process's business."""

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
"""The share of the start's gap to the minimum that `Outcome.steps_to` counts as reached."""

StudyJob = tuple[Chunk, ...]


class RunOutcome(NamedTuple):
    """How one run ended; None where there is no such number, as for a final loss that is not finite."""

    status: str
    """The value of a `Status`."""
    final_loss: float | None = None
    """Of a model, on the test set after the last epoch."""
    best_loss: float | None = None
    score: float | None = None
    """Of a model, on the test set after the last epoch: its task's score."""
    x: float | None = None
    y: float | None = None
    """The last point on a surface."""
    steps_to: int | None = None
    """Steps to `TARGET`, on a surface."""
    note: str | None = None
    """Why it failed."""


@dataclass(frozen=True, kw_only=True)
class JobResult:
    """The outcomes of each piece of a job, in the order of its runs, and how long it took."""

    chunks: tuple[tuple[RunOutcome, ...], ...]
    seconds: float


def compute(job: StudyJob) -> JobResult:
    """Do the runs of a job on one thread, without a limit of time: their steps are limited."""
    torch.set_num_threads(1)
    began = time.monotonic()
    chunks = tuple(_trained(work) if isinstance(work, ModelRun) else _swept(work) for work in job)
    return JobResult(chunks=chunks, seconds=time.monotonic() - began)


def _swept(work: Sweep) -> tuple[RunOutcome, ...]:
    result = sweep(work, math.inf, targets=(TARGET,))
    columns = (result.final_loss, result.best_loss, *np.moveaxis(result.final_xy, -1, 0), result.steps_to(TARGET))
    rows = zip(result.status.ravel(), *(column.ravel().tolist() for column in columns), strict=True)
    ends = [
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
    for place, index in enumerate(np.ndindex(*result.status.shape)):
        if ends[place].status == Status.FAILED.value:  # what was raised is not in a sweep's result
            ends[place] = ends[place]._replace(note=str(descend(work.run_at(*index))[0].failure))
    return tuple(ends)


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
