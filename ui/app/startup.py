"""Prepare a server before its first visitor, once."""

import sys
from contextlib import suppress
from importlib import import_module
from pkgutil import walk_packages

import ui
from optim_core.base import pool
from optim_core.base.errors import JobError
from optim_core.base.text import LANGUAGES, load
from optim_core.descend.warm_up import warm_up
from ui.app.changes import apply_changes_completely
from ui.app.navigation import keep_navigation
from ui.app.options import read_options_without_lock
from ui.app.state_lookup import look_up_single_values
from ui.app.widget_states import iterate_over_copies
from ui.compute.training import train_opening

SWITCH = 0.01
"""Seconds a thread may keep the others waiting. With Python's own 0.005, a class that opens one link at once waits a
tenth longer, as the pages of 30 visitors change places more often; with more, phones in a room wait for answers."""

PATIENCE = 15.0
"""Seconds that a server waits for its workers before it answers visitors all the same."""

_started = False


def start() -> None:
    """Warm the pool, import what pages use, and train what the model page opens with; only the first call counts."""
    global _started
    if not _started:
        _started = True
        sys.setswitchinterval(SWITCH)
        apply_changes_completely()
        keep_navigation()
        iterate_over_copies()
        read_options_without_lock()
        look_up_single_values()
        pool.start(warm_up)
        _import_all()
        for language in LANGUAGES:
            load(language)
        train_opening()


def _import_all() -> None:
    """Import, while workers start, what would make the first visitor wait: all of `ui`, and two parts of Streamlit."""
    for name in ("pandas", "streamlit.emojis", *(module.name for module in walk_packages(ui.__path__, "ui."))):
        import_module(name)


def wait_for_workers() -> None:
    """Return once a worker is ready for jobs, so that the first visitor does not wait for its imports."""
    with suppress(TimeoutError, JobError):  # whoever asks for a job hears of a worker that dies
        pool.submit(int).result(PATIENCE)
