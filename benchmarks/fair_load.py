"""Waiting times of 30 visitors on other pages while two fair races of trainings run, and without these races.

As a browser does, a visitor draws only the part of a page that a changed widget is in, and a page with a race asks for
its progress twice a second.
"""

import asyncio
import os
import random
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from urllib.parse import urlencode

import numpy as np

from benchmarks.measurement import Measurement
from benchmarks.server import Visitor, serving, settled, visiting

VISITORS = {"surface": 12, "maps": 4, "microscope": 6, "lessons": 8}
RACES, POLL = 2, 0.5
ARRIVE, CHANGES, THINK = 15.0, 10, 5.0
"""Seconds within which the visitors arrive, what each of them changes, and the seconds from change to change."""
STALL = 40.0
"""Seconds after which a race whose progress does not move counts as one that does not run."""
WAIT = 0.5
"""Target in seconds."""
SLIDERS = {page: f"{page}.o1.lr.slide" for page in ("surface", "maps", "microscope")}
NEXT_LESSON = "lessons.next"
RACE = {"on": "model", "view": "fair", "dataset": "Digits", "model": "MLP", "epochs": 80, "trials": 64}
CONTENDERS = {"o1": "Adam", "o2": "SGD", "o3": "RMSprop", "o4": "AdamW"}
Waits = Mapping[str, Sequence[float]]
"""Page -> seconds from each change to the end of its rerun."""


def measurements() -> list[Measurement]:
    """Seconds from a change to the end of its rerun, over all visitors."""
    with serving() as (address, server):
        settled(server)
        asyncio.run(_warm_up(address))
        alone = asyncio.run(_visitors(address))
        beside = asyncio.run(_beside_races(address))
    count = sum(VISITORS.values())
    how = f"{count} visitors, each with {CHANGES} changes about {THINK:g} s apart, beside {RACES} fair races"
    how += f"; {_pages(beside)}; load average {os.getloadavg()[0]:.1f}"
    found = [("p50", 0.5, None), ("p95", 0.95, WAIT), ("longest", 1.0, None)]
    return [
        Measurement(
            what=f"visitors beside fair races, {name}",
            value=float(np.quantile(_all(beside), share)),
            unit="s",
            target=target,
            how=f"{how}; without races {np.quantile(_all(alone), share):.2f} s",
        )
        for name, share, target in found
    ]


def _all(waits: Waits) -> Sequence[float]:
    return [wait for page in waits.values() for wait in page]


def _pages(waits: Waits) -> str:
    return "p95 " + ", ".join(f"/{page} {np.quantile(each, 0.95):.2f} s" for page, each in waits.items())


async def _warm_up(address: str) -> None:
    """Open each page, and play each lesson that is visited later: its runs are shared by all visitors."""
    for page in VISITORS:
        await _visitor(address, page, CHANGES if page == "lessons" else 1, random.Random(0), defaultdict(list), 0.0)


async def _beside_races(address: str) -> Waits:
    """The visitors' waits while the races run. RuntimeError unless these run from the first change to the last."""
    async with AsyncExitStack() as opened:
        races = [await opened.enter_async_context(visiting(address, "maps", _race(seed))) for seed in range(RACES)]
        over = asyncio.Event()
        watching = [asyncio.create_task(_watch(race, over)) for race in races]
        waits = await _visitors(address)
        over.set()
        await asyncio.gather(*watching)
    return waits


def _race(seed: int) -> str:
    return urlencode(RACE | CONTENDERS | {"seed": seed})


async def _watch(race: Visitor, over: asyncio.Event) -> None:
    """Look at a race until it is `over`. RuntimeError if it ends before, or does not move for too long."""
    highest, moved = -1.0, time.perf_counter()
    while not over.is_set():
        await race.rerun(race.timer)
        if race.progress is None or "fair.stop" not in race.buttons:
            raise RuntimeError("a fair race does not run")
        if race.progress > highest:
            highest, moved = race.progress, time.perf_counter()
        elif time.perf_counter() - moved > STALL:
            raise RuntimeError(f"a fair race has stayed at {highest:g} % for {STALL:g} s")
        await asyncio.sleep(POLL)


async def _visitors(address: str) -> Waits:
    waits: dict[str, list[float]] = defaultdict(list)
    pages = [page for page, count in VISITORS.items() for _ in range(count)]
    chances = [random.Random(number) for number in range(len(pages))]
    works = [
        _visitor(address, page, CHANGES, chance, waits, THINK, arrive=chance.uniform(0, ARRIVE))
        for page, chance in zip(pages, chances, strict=True)
    ]
    await asyncio.gather(*works)
    return waits


async def _visitor(
    address: str,
    page: str,
    changes: int,
    chance: random.Random,
    waits: dict[str, list[float]],
    think: float,
    arrive: float = 0.0,
) -> None:
    await asyncio.sleep(arrive)
    async with visiting(address, page) as visitor:
        for _ in range(changes):
            await asyncio.sleep(think * chance.uniform(0.5, 1.5))
            waits[page].append(await visitor.rerun(_change(visitor, page, chance)))


def _change(visitor: Visitor, page: str, chance: random.Random) -> str:
    """Change the first contender's learning rate, or go to the next lesson; the part of the page that this draws."""
    if page in SLIDERS:
        slider = visitor.sliders[SLIDERS[page]]
        visitor.move(SLIDERS[page], chance.choice(slider.options))
        return visitor.parts[slider.id]
    visitor.press(NEXT_LESSON)
    return visitor.parts[visitor.buttons[NEXT_LESSON]]
