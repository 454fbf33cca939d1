"""Jobs through an engine: never many at once, none lost with its worker, and one that kills its worker found out."""

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
"""Jobs given out for each one that runs: enough to keep workers busy, few enough to take back."""
TICK_SECONDS = 0.1
DIED = "its worker died each time"


LONGEST_REASON = 300
"""Characters."""


@dataclass(frozen=True)
class JobFailure:
    """What is known of a part whose run ended in no result."""

    reason: str


Parts = tuple[P, ...]
Found = tuple[Parts[P], R | JobFailure]
Suspect = tuple[Parts[P], BaseException]


class Runner(Generic[P, R]):
    """Runs `function` on jobs, tuples of parts, until all are done or `halt` is set.

    Jobs that end in an error, or beside a dying worker, are run again alone and part by part. A part that fails again
    is split by `split`, which gives smaller parts or none, so that exactly what cannot be run ends in a `Failure`.
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
        """(job, result) as they come; EngineError if the engine is lost."""
        waiting = iter(jobs)
        while suspects := (yield from self._together(waiting)):
            for job, _ in suspects:
                for part in job:
                    yield from self._alone(part, self.engine.tries)

    def _alone(self, part: P, tries: int) -> Iterator[Found[P, R]]:
        """Run a part with none beside it, then its smaller parts: these once, unless there is nothing smaller."""
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
        """Run a part, again if its worker dies; the error of the last try, None after a result or a halt."""
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
        """Run jobs until all are done or one is lost; gives the lost ones, with the error of each."""
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
        """Top up what is pending; a job that finds the pool broken is a suspect, for it has left `waiting`."""
        for job in islice(waiting, max(IN_FLIGHT * self.engine.width - len(pending), 0)):
            try:
                pending[self.engine.executor.submit(self.function, job)] = job
            except BrokenExecutor as error:
                return [(job, error)]
        return []


def _worker_died(error: BaseException) -> bool:
    return isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker"


def reason_of(error: BaseException) -> str:
    """The type and the text of an error in one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:LONGEST_REASON]
