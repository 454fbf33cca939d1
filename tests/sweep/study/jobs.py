"""Jobs that only tests have: slow ones, and one that kills its worker. Workers import this module by its name."""

import os
import time

from optim_core.sweep.study.compute import JobResult, StudyJob, compute
from optim_core.sweep.study.plan import runs_of

POISONED = 0.0123
"""The start's x of the piece of work that holds the run that kills its worker."""
POISONED_RATE = 1.0
"""The learning rate of that run."""


def slow(job: StudyJob) -> JobResult:
    """The real work, which takes half a second more a piece."""
    time.sleep(0.5 * len(job))
    return compute(job)


def poisoned(job: StudyJob) -> JobResult:
    """The real work, unless the run of `POISONED` and `POISONED_RATE` is among it."""
    if any(run.start[0] == POISONED and run.optimizers[0].lr == POISONED_RATE for work in job for run in runs_of(work)):
        os._exit(1)
    return compute(job)
