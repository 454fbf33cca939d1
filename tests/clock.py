"""Seconds of an idle machine, for tests that hold something to a time."""

import time

SAMPLE = 0.2
"""Seconds of computing that tell how busy the machine is."""


def idle_seconds(count: float) -> float:
    """How long `count` seconds of an idle machine may take now: more, as computing is held up by other programs."""
    wall, own = time.monotonic(), time.process_time()
    while (spent := time.process_time() - own) < SAMPLE:
        pass
    return count * max(1.0, (time.monotonic() - wall) / spent)
