"""How long a visitor with a short race waits beside five whose work is the largest that a page allows."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from urllib.parse import urlencode

import numpy as np

from benchmarks.figure import Figure
from benchmarks.server import Visitor, serving, settled, visiting

RACES, TRAININGS = 2, 3
TIMES, PAUSE = 40, 0.5
SHORT = urlencode({"surface": "Booth", "steps": 200, "o1": "Adam", "o2": "SGD", "o3": "RMSprop"})
LONG = urlencode(
    {"surface": "Rosenbrock", "steps": 5_000, "noise": 0.1, "start_set": "grid", "start_count": 32}
    | {f"o{slot}": "LBFGS" for slot in range(1, 9)}
    | {f"o{slot}.lr": round(0.01 * slot, 2) for slot in range(1, 9)}
)
TRAINING = urlencode(
    {"dataset": "Digits", "model": "MLP", "model.width": 64, "epochs": 80, "seeds": 16}
    | {f"o{slot}": "Adam" for slot in range(1, 9)}
    | {f"o{slot}.lr": round(0.001 * slot, 3) for slot in range(1, 9)}
)


def figures() -> list[Figure]:
    """Seconds from a changed number to the finished page, alone and in the crowd."""
    with serving() as (place, server):
        settled(server)
        alone, beside = asyncio.run(_measure(place))
    crowd = f"beside {TRAININGS} trainings and {RACES} races that never end"
    how = f"{TIMES} changes of a race of 3 x 200 steps on /surface, {crowd}; alone {_words(alone)}"
    found = [("p50", 0.5, None), ("p95", 0.95, 0.5), ("longest", 1.0, None)]
    return [
        Figure(
            what=f"a short race in a crowd, {name}",
            value=float(np.quantile(beside, share)),
            unit="s",
            target=target,
            how=how,
        )
        for name, share, target in found
    ]


def _words(seconds: Sequence[float]) -> str:
    return ", ".join(f"{np.quantile(seconds, share):.2f}" for share in (0.5, 0.95, 1)) + " s (p50, p95, longest)"


async def _measure(place: str) -> tuple[list[float], list[float]]:
    async with AsyncExitStack() as visitors:
        light = await visitors.enter_async_context(visiting(place, "surface", SHORT))
        await _changes(light, "surface.o2.lr.slide", 3)  # all code is warm
        alone = await _changes(light, "surface.o3.lr.slide", TIMES)
        crowd = [asyncio.create_task(_race(place, number)) for number in range(RACES)]
        crowd += [asyncio.create_task(_train(place, number)) for number in range(TRAININGS)]
        await asyncio.sleep(20)  # until all are at it
        beside = await _changes(light, "surface.o1.lr.slide", TIMES)
        for task in crowd:
            if task.done():
                task.result()
                raise RuntimeError("a visitor of the crowd has left")
            task.cancel()
        for task in crowd:
            with suppress(asyncio.CancelledError):
                await task
    return alone, beside


async def _changes(light: Visitor, key: str, times: int) -> list[float]:
    """The seconds that each change to a number not tried before takes."""
    seconds, options = [], light.sliders[key].options
    for place in np.linspace(0, len(options) - 1, times).astype(int).tolist():
        light.move(key, options[place])
        seconds.append(await light.rerun())
        await asyncio.sleep(PAUSE)
    return seconds


async def _race(place: str, number: int) -> None:
    """One race after the other, each on another surface."""
    async with visiting(place, "surface", LONG) as visitor:
        options = visitor.sliders["surface.surface.b.slide"].options
        while True:
            for option in options[number::RACES]:
                visitor.move("surface.surface.b.slide", option)
                await visitor.rerun()


async def _train(place: str, number: int) -> None:
    """Train from other seeds whenever the training before has ended."""
    async with visiting(place, "model", f"{TRAINING}&seed={100 * number}") as visitor:
        while True:
            if "model.train" in visitor.buttons:
                visitor.press("model.train")
            await visitor.rerun()
            await asyncio.sleep(1)
