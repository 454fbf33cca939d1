"""Memory of the server with its workers, and per visitor."""

import asyncio
import gc
from contextlib import AsyncExitStack

import psutil

from benchmarks.measurement import Measurement
from benchmarks.server import serving, settled, visiting

KEY = "surface.o2.lr.slide"
SESSIONS, CHANGES = 20, 3
MB, GB = 2**20, 2**30


def measurements() -> list[Measurement]:
    """Memory of server and workers, with what they share counted once, and its growth per session."""
    with serving() as (address, server):
        total, parts, growth = asyncio.run(_measure(address, server))
    how = (
        "after a warm-up, a share of what processes share in each: server, then its processes: "
        + ", ".join(f"{part / MB:.0f}" for part in parts)
        + " MB"
    )
    more = f"{SESSIONS} sessions held open on /surface, {CHANGES} changes each"
    return [
        Measurement(what="server and two workers", value=total / GB, unit="GB", target=1.1, how=how),
        Measurement(what="server memory per session", value=growth / MB, unit="MB", target=1, how=more),
    ]


async def _measure(address: str, server: psutil.Process) -> tuple[float, list[int], float]:
    async with AsyncExitStack() as visitors:
        await _visit(visitors, address)
        await asyncio.to_thread(settled, server)
        parts = [process.memory_full_info().pss for process in (server, *server.children(recursive=True))]
        before = server.memory_info().rss
        for _ in range(SESSIONS):
            await _visit(visitors, address)
        gc.collect()
        await asyncio.to_thread(settled, server)
        return sum(parts), parts, (server.memory_info().rss - before) / SESSIONS


async def _visit(visitors: AsyncExitStack, address: str) -> None:
    visitor = await visitors.enter_async_context(visiting(address, "surface"))
    options = visitor.sliders[KEY].options
    for change in range(CHANGES):
        visitor.move(KEY, options[len(options) // 2 + change])
        await visitor.rerun()
