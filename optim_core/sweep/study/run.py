"""Runs a study from its first missing trial to its last, and stores every result."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from optim_core.sweep.study.compute import JobResult, RunOutcome, StudyJob, compute
from optim_core.sweep.study.engines import AbstractEngine
from optim_core.sweep.study.job_runner import JobFailure, Runner
from optim_core.sweep.study.plan import Chunk, canonical, chunks, halves, key, runs_of
from optim_core.sweep.study.spec import Study
from optim_core.sweep.study.store import FAILED, Row, Store

JOB_SECONDS = 0.25
"""The time that a job should take: much more than the 1 to 10 ms of submitting it, and short enough to stop soon."""
MAX_CHUNKS = 256


@dataclass
class Progress:
    """The progress of a study, counted in trials."""

    total: int
    """All trials. A trial that two contenders share counts twice until the study is done."""
    done: int
    failed: int = 0
    """Trials of `done` that could not be computed, in this session or an earlier one."""
    computed: int = 0
    """Trials computed in this session."""
    began: float = field(default_factory=time.monotonic)

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the study is done, at the pace so far; None before the first result."""
        pace = self.computed / max(time.monotonic() - self.began, 1e-9)
        return (self.total - self.done) / pace if self.computed else None


def run_study(
    study: Study,
    store: Store,
    engine: AbstractEngine,
    halt: threading.Event,
    show: Callable[[Progress], None] = lambda progress: None,
    function: Callable[[StudyJob], JobResult] = compute,
) -> Progress:
    """Compute every trial that `store` does not have, and store it; stop early when `halt` is set.

    `show` is called with the progress after every job. EngineError if the engine is lost, StoreError if the file
    cannot be written. Results that are in the file stay there.
    """
    stored = store.keys()
    progress, jobs = Progress(total=study.trials, done=len(stored), failed=store.failed()), _Jobs(study, stored)
    show(progress)
    with engine:
        for job, found in Runner(function, engine, halt, jobs.split).results(jobs):
            if isinstance(found, JobFailure):
                rows = [row for chunk in job for row in jobs.failed(chunk, found.reason)]
            else:
                jobs.adjust_size(found.seconds / len(job))
                rows = [row for chunk, each in zip(job, found.chunks, strict=True) for row in jobs.done(chunk, each)]
            store.add(rows)
            progress.done += len(rows)
            progress.failed += sum(outcome.status == FAILED for _, _, outcome in rows)
            progress.computed += len(rows)
            show(progress)
    if not halt.is_set():
        progress.total = progress.done
        show(progress)
    return progress


class _Jobs:
    """The chunks that have missing trials, packed into jobs of about `JOB_SECONDS`."""

    def __init__(self, study: Study, stored: set[str]) -> None:
        self._todo = filter(self._claim, chunks(study))
        self._known, self._size = stored, 1
        self._owned: dict[Chunk, list[tuple[str, str] | None]] = {}

    def __iter__(self) -> Iterator[StudyJob]:
        while job := tuple(islice(self._todo, self._size)):
            yield job

    def _claim(self, chunk: Chunk) -> bool:
        """Whether a chunk has new trials, which then belong to it: a trial belongs to its first chunk only."""
        texts = [canonical(run) for run in runs_of(chunk)]
        rows = [(key(text), text) for text in texts]
        owned = [None if row[0] in self._known else row for row in rows]
        self._known.update(name for name, _ in rows)
        if any(owned):
            self._owned[chunk] = owned
        return any(owned)

    def adjust_size(self, seconds: float) -> None:
        """Choose the number of chunks in the next jobs from the seconds that a chunk takes."""
        self._size = min(max(round(JOB_SECONDS / max(seconds, 1e-9)), 1), MAX_CHUNKS)

    def split(self, chunk: Chunk) -> tuple[Chunk, ...]:
        """The halves of a failed chunk that have new trials; empty for a single run."""
        if not (parts := halves(chunk)):
            return ()
        owned, new_parts = self._owned.pop(chunk), []
        for part in parts:
            count = len(runs_of(part))
            mine, owned = owned[:count], owned[count:]
            if any(mine):
                self._owned[part] = mine
                new_parts.append(part)
        return tuple(new_parts)

    def done(self, chunk: Chunk, outcomes: tuple[RunOutcome, ...]) -> Iterator[Row]:
        """The rows of the new trials of a computed chunk."""
        for row, outcome in zip(self._owned.pop(chunk), outcomes, strict=True):
            if row:
                yield *row, outcome

    def failed(self, chunk: Chunk, reason: str) -> Iterator[Row]:
        """The rows of the new trials of a chunk that could not be computed."""
        return ((*row, RunOutcome(status=FAILED, note=reason)) for row in self._owned.pop(chunk) if row)
