"""Prepare a server before its first visitor, once."""

import sys
from contextlib import suppress
from importlib import import_module

from optim_core.base import pool
from optim_core.base.errors import JobError
from optim_core.descend.warm_up import warm_up
from ui.app.widget_states import iterate_over_copies
from ui.compute.training import train_opening

SWITCH = 0.001
"""Seconds a thread may keep the others waiting: an answer to one visitor passes several, a page of another is one."""

PATIENCE = 15.0
"""Seconds that a server waits for its workers before it answers visitors all the same."""

_started = False


def start() -> None:
    """Warm the pool and train what the model page opens with; only the first call counts."""
    global _started
    if not _started:
        _started = True
        sys.setswitchinterval(SWITCH)
        iterate_over_copies()
        import_module("pandas")  # Streamlit would do so, for a second, while the first visitor waits
        pool.start(warm_up)
        train_opening()


def wait_for_workers() -> None:
    """Return once a worker is ready for jobs, so that the first visitor does not wait for its imports."""
    with suppress(TimeoutError, JobError):  # whoever asks for a job hears of a worker that dies
        pool.submit(int).result(PATIENCE)
