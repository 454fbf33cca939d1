"""Server CPU time of a rerun whose race is cached."""

import asyncio

import psutil

from benchmarks.measurement import Measurement
from benchmarks.server import serving, settled, visiting

KEY = "surface.o2.lr.slide"
TIMES = 100


def measurements() -> list[Measurement]:
    """CPU seconds per cached rerun of the surface page."""
    with serving() as (address, server):
        cpu, wall = asyncio.run(_measure(address, server))
    how = f"{TIMES} slider changes between two known races on /surface, {1e3 * wall:.0f} ms each on the clock"
    return [Measurement(what="server CPU of a cached rerun", value=cpu, unit="s", target=0.03, how=how)]


async def _measure(address: str, server: psutil.Process) -> tuple[float, float]:
    async with visiting(address, "surface") as visitor:
        options = visitor.sliders[KEY].options
        pair = options[len(options) // 2], options[len(options) // 2 + 1]
        for option in pair * 2:  # each race once, and once more with all code warm
            visitor.move(KEY, option)
            await visitor.rerun()
        settled(server)
        before, seconds = sum(server.cpu_times()[:2]), 0.0
        for turn in range(TIMES):
            visitor.move(KEY, pair[turn % 2])
            seconds += await visitor.rerun()
        return (sum(server.cpu_times()[:2]) - before) / TIMES, seconds / TIMES
