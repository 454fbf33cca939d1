"""Time limits of tests, scaled by how busy the machine is."""

import time

SAMPLE = 0.2
"""CPU seconds of the measurement of how busy the machine is."""


def idle_seconds(count: float) -> float:
    """`count` seconds of an idle machine, in seconds of the machine as busy as it is now."""
    wall, own = time.monotonic(), time.process_time()
    while (spent := time.process_time() - own) < SAMPLE:
        pass
    return count * max(1.0, (time.monotonic() - wall) / spent)
