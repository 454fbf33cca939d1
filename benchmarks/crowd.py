"""Waiting time of a visitor with a short race beside five visitors with the largest work that a page allows."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from urllib.parse import urlencode

import numpy as np

from benchmarks.measurement import Measurement
from benchmarks.server import Visitor, serving, settled, visiting

RACES, TRAININGS = 2, 3
TIMES, PAUSE = 40, 0.5
SHORT = urlencode({"surface": "Booth", "steps": 200, "o1": "Adam", "o2": "SGD", "o3": "RMSprop"})
LONG = urlencode(
    {"surface": "Rosenbrock", "steps": 5_000, "noise": 0.1, "start_set": "grid", "start_count": 32}
    | {f"o{index}": "LBFGS" for index in range(1, 9)}
    | {f"o{index}.lr": round(0.01 * index, 2) for index in range(1, 9)}
)
TRAINING = urlencode(
    {"dataset": "Digits", "model": "MLP", "model.width": 64, "epochs": 80, "seeds": 16}
    | {f"o{index}": "Adam" for index in range(1, 9)}
    | {f"o{index}.lr": round(0.001 * index, 3) for index in range(1, 9)}
)


def measurements() -> list[Measurement]:
    """Seconds from a changed number to the finished page, alone and beside the other visitors."""
    with serving() as (address, server):
        settled(server)
        alone, beside = asyncio.run(_measure(address))
    crowd = f"beside {TRAININGS} trainings and {RACES} races that never end"
    how = f"{TIMES} changes of a race of 3 x 200 steps on /surface, {crowd}; alone {_quantiles(alone)}"
    found = [("p50", 0.5, None), ("p95", 0.95, 0.5), ("longest", 1.0, None)]
    return [
        Measurement(
            what=f"a short race in a crowd, {name}",
            value=float(np.quantile(beside, share)),
            unit="s",
            target=target,
            how=how,
        )
        for name, share, target in found
    ]


def _quantiles(seconds: Sequence[float]) -> str:
    return ", ".join(f"{np.quantile(seconds, share):.2f}" for share in (0.5, 0.95, 1)) + " s (p50, p95, longest)"


async def _measure(address: str) -> tuple[list[float], list[float]]:
    async with AsyncExitStack() as visitors:
        light = await visitors.enter_async_context(visiting(address, "surface", SHORT))
        await _changes(light, "surface.o2.lr.slide", 3)  # warm-up
        alone = await _changes(light, "surface.o3.lr.slide", TIMES)
        crowd = [asyncio.create_task(_race(address, number)) for number in range(RACES)]
        crowd += [asyncio.create_task(_train(address, number)) for number in range(TRAININGS)]
        await asyncio.sleep(20)  # until all of them run
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
    for option in np.linspace(0, len(options) - 1, times).astype(int).tolist():
        light.move(key, options[option])
        seconds.append(await light.rerun())
        await asyncio.sleep(PAUSE)
    return seconds


async def _race(address: str, number: int) -> None:
    """One race after the other, each on another surface."""
    async with visiting(address, "surface", LONG) as visitor:
        options = visitor.sliders["surface.surface.b.slide"].options
        while True:
            for option in options[number::RACES]:
                visitor.move("surface.surface.b.slide", option)
                await visitor.rerun()


async def _train(address: str, number: int) -> None:
    """Train from other seeds whenever the training before has ended."""
    async with visiting(address, "model", f"{TRAINING}&seed={100 * number}") as visitor:
        while True:
            if "model.train" in visitor.buttons:
                visitor.press("model.train")
            await visitor.rerun()
            await asyncio.sleep(1)
