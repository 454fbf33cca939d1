"""Jobs for tests: slow ones, and one that kills its worker. Workers import this module by its name."""

import os
import time

from optim_core.sweep.study.compute import JobResult, StudyJob, compute
from optim_core.sweep.study.plan import runs_of

POISONED = 0.0123
"""The x coordinate of the start of the chunk with the run that kills its worker."""
POISONED_RATE = 1.0
"""The learning rate of that run."""


def slow(job: StudyJob) -> JobResult:
    """Compute a job half a second per chunk slower."""
    time.sleep(0.5 * len(job))
    return compute(job)


def poisoned(job: StudyJob) -> JobResult:
    """Compute a job; exit the process if it contains the run of `POISONED` and `POISONED_RATE`."""
    if any(
        run.start[0] == POISONED and run.optimizers[0].lr == POISONED_RATE for chunk in job for run in runs_of(chunk)
    ):
        os._exit(1)
    return compute(job)
