"""Waiting times of 200 phones in a room: from the scanned address to the question, and from a vote to the screen.

One more phone sends votes all the time, as fast as it can on as many connections as a browser opens.
"""

import asyncio
import json
import os
import random
import re
import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from benchmarks.measurement import Measurement
from benchmarks.server import Visitor, serving, settled, visiting

PHONES = 200
ARRIVE, THINK = 20.0, 30.0
"""Seconds within which all phones open the address, and within which each has voted then."""
POLL, SCREEN = 2.0, 0.4
"""Seconds between two questions of a phone and of the screen, as in `frontend/`."""
CONNECTIONS = 6
"""Of the phone that sends too many votes."""
LESSON = "same-lr"
ANSWERS = ("plain", "heavy", "adam", "adagrad")
JOINED, SEEN = 2.0, 1.0
"""Targets in seconds."""


@dataclass
class Client:
    """A browser's connection to the server: one request after the other."""

    address: str
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    refused: int = 0
    """Requests that were too many."""

    @classmethod
    async def connect(cls, address: str) -> "Client":
        host, _, port = address.partition(":")
        return cls(address, *await asyncio.open_connection(host, int(port)))

    async def ask(self, path: str, token: str = "", vote: dict[str, str] | None = None) -> bytes:
        """The body of the answer. RuntimeError unless its status is 200, or 429 where the phone asks too often."""
        body = json.dumps(vote).encode() if vote else b""
        head = [f"{'POST' if vote else 'GET'} {path} HTTP/1.1", f"Host: {self.address}", f"Content-Length: {len(body)}"]
        head += [f"X-Room-Phone: {token}"] * bool(token) + ["Content-Type: application/json"] * bool(vote)
        self.writer.write("\r\n".join((*head, "", "")).encode() + body)
        await self.writer.drain()
        answer = (await self.reader.readuntil(b"\r\n\r\n")).decode()
        length = re.search(r"content-length: (\d+)", answer, re.IGNORECASE)
        content = await self.reader.readexactly(int(length[1]) if length else 0)
        status = answer.split(" ", 2)[1]
        self.refused += status == "429"
        if status not in ("200", "429"):
            raise RuntimeError(f"{path}: {status} {content[:200]!r}")
        return content


@dataclass
class Log:
    """Measured times, in seconds of `time.perf_counter`."""

    joined: list[float] = field(default_factory=list)
    votes: dict[int, float] = field(default_factory=dict)
    """Number of the vote in the order in which they were counted -> when it was sent."""
    flood: int = 0
    """Votes of the phone that sends too many which were refused."""
    screen: list[tuple[float, int]] = field(default_factory=list)
    """When the screen had an answer, and the votes in it."""

    def waits(self) -> list[float]:
        """From each vote to the first answer of the screen that holds it."""
        return [next(at for at, votes in self.screen if votes >= number) - sent for number, sent in self.votes.items()]


def measurements() -> list[Measurement]:
    """Seconds from the address to the question, and from a vote to the screen."""
    with serving() as (address, server):
        settled(server)
        log = asyncio.run(_lecture(address))
    load = f"load average {os.getloadavg()[0]:.1f}"
    crowd = f"{PHONES} phones open the address within {ARRIVE:g} s and vote within {THINK:g} s"
    how = f"{crowd}, beside {log.flood} refused votes of one more; {load}"
    return [
        Measurement(what=f"{what}, {name}", value=float(np.quantile(found, share)), unit="s", target=target, how=how)
        for what, found, bound in (
            ("phone from the address to the question", log.joined, JOINED),
            ("vote of a phone to the screen", log.waits(), SEEN),
        )
        for name, share, target in (("p50", 0.5, None), ("p95", 0.95, bound), ("longest", 1.0, None))
    ]


async def _lecture(address: str) -> Log:
    log, chance, over = Log(), random.Random(0), asyncio.Event()
    async with visiting(address, "lessons", f"lesson={LESSON}") as teacher:
        room = f"/room/{await _opened(teacher)}"
        tasks = [asyncio.create_task(work(address, room, log, over)) for work in (_screen, _flood)]
        await asyncio.gather(*(_phone(address, room, log, chance) for _ in range(PHONES)))
        await asyncio.sleep(3 * SCREEN)
        over.set()
        await asyncio.gather(*tasks)
    if len(log.votes) != PHONES:
        raise RuntimeError(f"{len(log.votes)} votes of {PHONES} phones were counted")
    return log


async def _opened(teacher: Visitor) -> str:
    """Open a room; its code."""
    teacher.press("room.open")
    await teacher.rerun()
    code: Any = json.loads(teacher.components["room_panel"])["room"]["code"]
    return str(code)


async def _screen(address: str, room: str, log: Log, over: asyncio.Event) -> None:
    client = await Client.connect(address)
    while not over.is_set():
        found = json.loads(await client.ask(f"{room}/shown?known={LESSON}.1"))
        log.screen.append((time.perf_counter(), found["votes"]))
        await asyncio.sleep(SCREEN)


async def _flood(address: str, room: str, log: Log, over: asyncio.Event) -> None:
    async def votes() -> int:
        client = await Client.connect(address)
        while not over.is_set():
            await client.ask(f"{room}/vote", "flood" * 5, {"question": f"{LESSON}.1", "answer": ANSWERS[0]})
        return client.refused

    log.flood = sum(await asyncio.gather(*(votes() for _ in range(CONNECTIONS))))


async def _phone(address: str, room: str, log: Log, chance: random.Random) -> None:
    token, answer = f"{chance.getrandbits(128):032x}", chance.choice(ANSWERS)
    leaves = ARRIVE + THINK
    began = time.perf_counter()
    await asyncio.sleep(chance.uniform(0, ARRIVE))
    start = time.perf_counter()
    client = await Client.connect(address)
    for path in (room, "/app/static/room.css", "/app/static/room.js", f"{room}/shown?known="):
        await client.ask(path, token if path.startswith(f"{room}/") else "")
    log.joined.append(time.perf_counter() - start)
    votes_at = time.perf_counter() + chance.uniform(1, THINK)
    while time.perf_counter() - began < leaves + 2:
        await asyncio.sleep(POLL * chance.uniform(0.8, 1.2))
        if time.perf_counter() < votes_at:
            await client.ask(f"{room}/shown?known={LESSON}.1", token)
            continue
        sent = time.perf_counter()
        found = json.loads(await client.ask(f"{room}/vote", token, {"question": f"{LESSON}.1", "answer": answer}))
        log.votes[found["votes"]] = sent
        votes_at = float("inf")
