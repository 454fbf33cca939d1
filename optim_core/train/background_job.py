"""A training that goes on beside the session, a short chunk at a time, until it is done, stopped or abandoned."""

from collections.abc import Hashable

from optim_core.base import pool
from optim_core.base.background import AbstractBackground
from optim_core.base.result import Status
from optim_core.specs import MODEL_SECONDS, ModelRun
from optim_core.specs.results import TrainingLog
from optim_core.train import begin, finished, logs, progress, segment
from optim_core.train.checkpoint import Checkpoint

CHUNK_SECONDS = 0.2
"""Short, so that other visitors' work gets its turn and Stop acts at once."""


class TrainingJob(AbstractBackground):
    """One training."""

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
        """Share of the steps that are done."""
        return progress(self.run, self.checkpoint) if self.checkpoint else 0.0

    @property
    def seconds_left(self) -> float | None:
        """At the pace so far; None before the first chunk."""
        if not self.checkpoint or not self.checkpoint.step:
            return None
        at_this_pace = self.checkpoint.seconds * (1 / max(self.progress, 1e-9) - 1)
        return min(at_this_pace, MODEL_SECONDS - self.checkpoint.seconds)

    def logs(self) -> tuple[TrainingLog, ...]:
        """What is known so far; empty before the first chunk."""
        if not self.checkpoint:
            return ()
        ended = None if self.running else Status.OUT_OF_TIME if self.out_of_time else Status.STOPPED
        return logs(self.run, self.checkpoint, ended)

    def _work(self) -> None:
        checkpoint = self.checkpoint = self.checkpoint or pool.run(begin, self.run, owner=self.owner)
        while not self.done and not self._halt.is_set():
            later = pool.run(segment, self.run, checkpoint.networks, CHUNK_SECONDS, owner=self.owner)
            checkpoint = self.checkpoint = checkpoint.then(later)
