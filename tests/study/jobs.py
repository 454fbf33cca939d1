"""Jobs that only tests have: slow ones, and one that kills its worker. Workers import this module by its name."""

import os
import time

from optim_core.study.work import Done, Job, compute

POISONED = 0.0123
"""The start's x of the runs that kill their worker."""


def slow(job: Job) -> Done:
    """The real work, which takes half a second more a piece."""
    time.sleep(0.5 * len(job))
    return compute(job)


def poisoned(job: Job) -> Done:
    """The real work, unless a run starts at `POISONED`."""
    if any(piece.start[0] == POISONED for piece in job):
        os._exit(1)
    return compute(job)
