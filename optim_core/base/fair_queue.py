"""The order in which jobs are worked on: whoever has used the least working time comes first."""

from collections import deque
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

REMEMBERED = 256
"""Owners whose working time is remembered although they have no job waiting."""


@dataclass(eq=False)
class Job:
    """A call and where it stands."""

    number: int
    call: Callable[[], Any]
    owner: Hashable
    seconds: float
    """Working time that it may take."""
    future: "Future[Any]" = field(default_factory=Future)
    home: int | None = None
    """The slot whose worker holds the job half done; None before its first turn."""
    slot: int | None = None
    """The only slot that may take it, once its worker died: one after the other may die of it, but not all at once."""
    used: float = 0.0
    """Working time that it has taken."""
    deaths: int = 0
    """How often its worker died in one of its turns."""
    cancelled: bool = False


class FairQueue:
    """Jobs in a line for each owner. Of the owners, the one that has used the least working time is next.

    An owner that comes, or comes back, counts as if it had used as much as the one that was served last: it is served
    soon, but cannot make up for the time when it wanted nothing.
    """

    def __init__(self) -> None:
        self._lines: dict[Hashable, deque[Job]] = {}
        self._used: dict[Hashable, float] = {}
        self._served: dict[Hashable, int] = {}
        self._now, self._count = 0.0, 0

    def __iter__(self) -> Iterator[Job]:
        for line in self._lines.values():
            yield from line

    def put(self, job: Job) -> None:
        """To the end of its owner's line, or to its head if it is half done."""
        if job.owner not in self._lines:
            self._lines[job.owner] = deque()
            self._used[job.owner] = max(self._used.get(job.owner, 0.0), self._now)
        if job.home is None:
            self._lines[job.owner].append(job)
        else:
            self._lines[job.owner].appendleft(job)

    def take(self, slot: int) -> Job | None:
        """The next job for this slot: a new one, or one that its worker holds; None where there is none."""
        fitting = {owner: job for owner, line in self._lines.items() if (job := _fitting(line, slot))}
        if not fitting:
            return None
        owner = min(fitting, key=lambda owner: (self._used[owner], self._served.get(owner, 0)))
        self._now, self._count = max(self._now, self._used[owner]), self._count + 1
        self._served[owner] = self._count
        self.remove(fitting[owner])
        return fitting[owner]

    def charge(self, owner: Hashable, seconds: float) -> None:
        """Note that the owner has used so much working time."""
        self._used[owner] = self._used.get(owner, self._now) + seconds

    def remove(self, job: Job) -> None:
        """Take a waiting job out."""
        line = self._lines[job.owner]
        line.remove(job)
        if not line:
            del self._lines[job.owner]
        if len(self._used) > REMEMBERED + len(self._lines):
            self._used = {owner: self._used[owner] for owner in self._lines}
            self._served = {owner: at for owner, at in self._served.items() if owner in self._lines}


def _fitting(line: deque[Job], slot: int) -> Job | None:
    return next((job for job in line if job.home in (None, slot) and job.slot in (None, slot)), None)
