"""Runs jobs through an engine, and finds the jobs that fail or kill their worker without losing others."""

import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from optim_core.sweep.study.engines import AbstractEngine, EngineError

P = TypeVar("P")
R = TypeVar("R")

IN_FLIGHT = 4
"""Jobs submitted per job that can run at once: enough to keep workers busy, few enough to cancel."""
TICK_SECONDS = 0.1
"""The longest wait before `halt` and the engine are checked again."""
DIED = "its worker died each time"
"""The reason of a failure without an exception."""
LONGEST_REASON = 300
"""The most characters of a reason."""


@dataclass(frozen=True)
class JobFailure:
    """Why a part of a job could not be computed."""

    reason: str


Parts = tuple[P, ...]
Found = tuple[Parts[P], R | JobFailure]
Suspect = tuple[Parts[P], BaseException]


class Runner(Generic[P, R]):
    """Runs `function` on jobs, which are tuples of parts, until all are done or `halt` is set.

    A job that ended in an error, or while a worker died, is run again alone and part by part. `split` divides a part
    that fails again into smaller parts, or returns none. So only what cannot be computed ends in a `JobFailure`.
    """

    def __init__(
        self,
        function: Callable[[Parts[P]], R],
        engine: AbstractEngine,
        halt: threading.Event,
        split: Callable[[P], tuple[P, ...]],
    ) -> None:
        self.function, self.engine, self.halt, self.split = function, engine, halt, split

    def results(self, jobs: Iterable[Parts[P]]) -> Iterator[Found[P, R]]:
        """Yield (job, result) in the order of completion. EngineError (`lost`) if the engine is lost."""
        waiting = iter(jobs)
        while suspects := (yield from self._together(waiting)):
            for job, _ in suspects:
                for part in job:
                    yield from self._alone(part, self.engine.tries)

    def _alone(self, part: P, tries: int) -> Iterator[Found[P, R]]:
        """Run a part while nothing else runs, up to `tries` times; if it fails, run its smaller parts, once each.

        A part that cannot be split is tried as often as the engine allows before it is a failure.
        """
        error = yield from self._tried(part, tries)
        if error is None:
            return
        if smaller := self.split(part):
            for each in smaller:
                yield from self._alone(each, 1)
            return
        if _worker_died(error) and tries < self.engine.tries:
            error = yield from self._tried(part, self.engine.tries - tries)
        if error is not None:
            yield (part,), JobFailure(DIED if _worker_died(error) else reason_of(error))

    def _tried(self, part: P, tries: int) -> Generator[Found[P, R], None, BaseException | None]:
        """Run a part up to `tries` times while its worker dies.

        Returns the error of the last try; None after a result or a halt.
        """
        error = None
        for _ in range(tries):
            suspects = yield from self._together(iter(((part,),)))
            if not suspects:
                return None
            error = suspects[0][1]
            if not _worker_died(error):
                break
        return error

    def _together(self, waiting: Iterator[Parts[P]]) -> Generator[Found[P, R], None, list[Suspect[P]]]:
        """Run jobs until all are done or one fails; return every failed job with its error."""
        pending: dict[Future[R], Parts[P]] = {}
        suspects: list[Suspect[P]] = []
        while not self.halt.is_set():
            if self.engine.lost:
                raise EngineError("lost", self.engine.address)
            if not suspects:
                suspects += self._submit(waiting, pending)
            if not pending:
                break
            for future in wait(pending, TICK_SECONDS, FIRST_COMPLETED).done:
                job = pending.pop(future)
                if future.cancelled():
                    raise EngineError("lost", self.engine.address)
                if error := future.exception():
                    suspects.append((job, error))
                else:
                    yield job, future.result()
        if suspects:
            self.engine.renew()
        return suspects

    def _submit(self, waiting: Iterator[Parts[P]], pending: dict[Future[R], Parts[P]]) -> list[Suspect[P]]:
        """Submit waiting jobs; return a job that finds the pool broken as a suspect, so that it is not lost."""
        for job in islice(waiting, max(IN_FLIGHT * self.engine.width - len(pending), 0)):
            try:
                pending[self.engine.executor.submit(self.function, job)] = job
            except BrokenExecutor as error:
                return [(job, error)]
        return []


def _worker_died(error: BaseException) -> bool:
    return isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker"


def reason_of(error: BaseException) -> str:
    """The type and the text of an error on one line, at most `LONGEST_REASON` characters."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:LONGEST_REASON]
