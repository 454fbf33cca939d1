"""What is made ready once a server."""

from optim_core import pool
from ui.training import train_opening

_started = False


def start() -> None:
    """Warm the pool and train what the model page opens with; only the first call counts."""
    global _started
    if not _started:
        _started = True
        pool.warm()
        train_opening()
