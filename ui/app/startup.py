"""Prepare a server before its first visitor, once."""

import sys
from importlib import import_module

from optim_core.base import pool
from optim_core.descend.warm_up import warm_up
from ui.app.widget_states import iterate_over_copies
from ui.compute.training import train_opening

SWITCH = 0.001
"""Seconds a thread may keep the others waiting: an answer to one visitor passes several, a page of another is one."""

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
