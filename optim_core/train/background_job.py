"""A training in the background, as a sequence of short pool jobs, with progress and Stop."""

from collections.abc import Hashable

from optim_core.base import pool
from optim_core.base.background import AbstractBackground
from optim_core.base.byte_cache import size
from optim_core.base.result import Status
from optim_core.specs import MODEL_SECONDS, ModelRun
from optim_core.specs.results import TrainingLog
from optim_core.train import begin, finished, logs, progress, segment
from optim_core.train.checkpoint import Checkpoint

CHUNK_SECONDS = 0.2
"""Length of a segment; short, so that Stop acts at once and the logs are up to date."""


class TrainingJob(AbstractBackground):
    """The training of `run` in the background; `checkpoint` is the progress so far."""

    def __init__(self, run: ModelRun, owner: Hashable = None) -> None:
        super().__init__(owner)
        self.run = run
        self.checkpoint: Checkpoint | None = None

    @property
    def done(self) -> bool:
        return self.checkpoint is not None and (finished(self.run, self.checkpoint) or self.out_of_time)

    @property
    def out_of_time(self) -> bool:
        return self.checkpoint is not None and self.checkpoint.seconds >= MODEL_SECONDS

    @property
    def progress(self) -> float:
        """Share of the steps that are done, in [0, 1]."""
        return progress(self.run, self.checkpoint) if self.checkpoint else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Estimate from the speed so far; None before the first segment."""
        if not self.checkpoint or not self.checkpoint.step:
            return None
        at_this_pace = self.checkpoint.seconds * (1 / max(self.progress, 1e-9) - 1)
        return min(at_this_pace, MODEL_SECONDS - self.checkpoint.seconds)

    @property
    def nbytes(self) -> int:
        """Bytes of the progress so far, for a cache of trainings."""
        return size(self.checkpoint)

    def logs(self) -> tuple[TrainingLog, ...]:
        """The logs so far; empty before the first segment."""
        if not self.checkpoint:
            return ()
        ended = None if self.running else Status.OUT_OF_TIME if self.out_of_time else Status.STOPPED
        return logs(self.run, self.checkpoint, ended)

    def _work(self) -> None:
        checkpoint = self.checkpoint = self.checkpoint or pool.run(begin, self.run, owner=self.owner)
        while not self.done and not self._halt.is_set():
            later = pool.run(segment, self.run, checkpoint.networks, CHUNK_SECONDS, owner=self.owner)
            checkpoint = self.checkpoint = checkpoint.then(later)
