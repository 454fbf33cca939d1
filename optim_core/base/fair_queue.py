"""The queue of the pool: the next job belongs to the owner that has used the least working time."""

from collections import deque
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

MAX_IDLE_OWNERS = 256
"""Owners without a waiting job whose working time is remembered."""
MAX_LAG = 0.25
"""Seconds of working time by which an owner can lag behind the last one served; see `FairQueue`."""


@dataclass(eq=False)
class Job:
    """A call, its future and its progress."""

    number: int
    call: Callable[[], Any]
    owner: Hashable
    seconds: float
    """Working time that the job may use."""
    future: "Future[Any]" = field(default_factory=Future)
    worker_index: int | None = None
    """Index of the worker that holds the paused job; None before the first time slice."""
    only_index: int | None = None
    """Index of the only worker that may run the job; set after a worker died, so that a bad job kills no others."""
    used: float = 0.0
    """Working time used so far, in seconds."""
    deaths: int = 0
    """Number of workers that died while they ran this job."""
    cancelled: bool = False


class FairQueue:
    """One line of jobs per owner. The next job comes from the owner with the least used working time.

    A new or returning owner starts with at least the used time of the last owner served: it is served soon, but gets
    no credit for a time without jobs. Nor does an owner get more credit than `MAX_LAG` for a time in which all its jobs
    were paused on a busy worker while others advanced on another one: everybody else on that worker would have to wait
    until it has caught up. Not thread-safe: the caller holds a lock.
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
        """Append the job to its owner's line; a paused job goes to the front."""
        if job.owner not in self._lines:
            self._lines[job.owner] = deque()
            self._used[job.owner] = max(self._used.get(job.owner, 0.0), self._now)
        if job.worker_index is None:
            self._lines[job.owner].append(job)
        else:
            self._lines[job.owner].appendleft(job)

    def take(self, index: int) -> Job | None:
        """Remove and return the next job that the worker at `index` may run; None if there is none.

        A worker may run a job that has not started, or a paused job that it holds itself.
        """
        candidates = {owner: job for owner, line in self._lines.items() if (job := _first_for(line, index))}
        if not candidates:
            return None
        for owner in candidates:
            self._used[owner] = max(self._used[owner], self._now - MAX_LAG)
        owner = min(candidates, key=lambda owner: (self._used[owner], self._served.get(owner, 0)))
        self._now, self._count = max(self._now, self._used[owner]), self._count + 1
        self._served[owner] = self._count
        self.remove(candidates[owner])
        return candidates[owner]

    def charge(self, owner: Hashable, seconds: float) -> None:
        """Add `seconds` to the owner's used working time."""
        self._used[owner] = self._used.get(owner, self._now) + seconds

    def remove(self, job: Job) -> None:
        """Remove a waiting job."""
        line = self._lines[job.owner]
        line.remove(job)
        if not line:
            del self._lines[job.owner]
        if len(self._used) > MAX_IDLE_OWNERS + len(self._lines):
            self._used = {owner: self._used[owner] for owner in self._lines}
            self._served = {owner: count for owner, count in self._served.items() if owner in self._lines}


def _first_for(line: deque[Job], index: int) -> Job | None:
    return next((job for job in line if job.worker_index in (None, index) and job.only_index in (None, index)), None)
