"""Waiting time of a class that opens one link at once, from the connection to the end of the page."""

import asyncio
import time
from statistics import median

import numpy as np

from benchmarks.measurement import Measurement
from benchmarks.server import serving, settled, visiting

STUDENTS = 30
ROUNDS = 5
LINK = "surface=Beale&o1=Adam&o2=SGD&o3=RMSprop"


def measurements() -> list[Measurement]:
    """The median of the rounds' 95th percentiles, on a server that others have visited before."""
    with serving() as (address, server):
        settled(server)
        asyncio.run(_class(address))
        rounds = [float(np.quantile(asyncio.run(_class(address)), 0.95)) for _ in range(ROUNDS)]
    how = f"median of {ROUNDS} classes, {min(rounds):.2f} to {max(rounds):.2f} s, on /surface"
    what = f"one link opened by {STUDENTS} at once, p95"
    return [Measurement(what=what, value=median(rounds), unit="s", target=1.5, how=how)]


async def _class(address: str) -> list[float]:
    return await asyncio.gather(*(_opened(address) for _ in range(STUDENTS)))


async def _opened(address: str) -> float:
    start = time.perf_counter()
    async with visiting(address, "surface", LINK):
        return time.perf_counter() - start
