"""A fair race of trainings in the background: first all trials, then the best settings on fresh seeds."""

import time
from collections import deque
from collections.abc import Hashable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import replace
from typing import NamedTuple

from optim_core.base import pool
from optim_core.base.background import AbstractBackground
from optim_core.base.byte_cache import size
from optim_core.specs import MODEL_SECONDS, TunedTrainings
from optim_core.sweep.tuned_trainings import Scores, TunedTraining, fresh_scores, untrained, validation_scores

TICK_SECONDS = 0.05
"""The longest wait for a result before the job looks whether it is to stop."""
GRACE_SECONDS = 30.0
"""What a pool job may take beyond the time after which its trainings end by themselves."""
TRIAL_ROWS = 8
"""Trials that are trained together, so that results appear while one looks."""


class Block(NamedTuple):
    """Trainings of one contender that are computed together."""

    contender: int
    trials: slice | None = None
    """The trials to train with one tuning seed; None for anything else."""
    seed: int = 0
    """Index of the tuning seed."""
    of_default: bool = False
    """Whether the comparison is of the default setting."""
    of_cosine: bool = False
    """Whether the best setting is tried with a cosine schedule, instead of the comparison on fresh seeds."""


class TuningJob(AbstractBackground):
    """A background job that tunes and compares the contenders of one `TunedTrainings`.

    `contenders` holds what is known so far of each. SpecError from the constructor as in `untrained`.
    """

    def __init__(self, spec: TunedTrainings, owner: Hashable = None) -> None:
        super().__init__(owner)
        self.spec, self.seconds = spec, 0.0
        self.contenders = [untrained(spec, optimizer) for optimizer in spec.optimizers]
        each, rows = range(len(self.contenders)), range(0, spec.trials, TRIAL_ROWS)
        self.trials = deque(
            Block(i, slice(first, first + TRIAL_ROWS), seed)
            for seed in range(spec.tuning_seeds)
            for first in rows
            for i in each
        )
        tried = spec.try_cosine
        self.cosines = deque(
            Block(i, of_cosine=True) for i in each if tried and not spec.optimizers[i].lr_is_initial_step
        )
        self.finals = deque(Block(i, of_default=usual) for usual in (False, True) for i in each)
        self._finished, self._total = 0, len(self.trials) + len(self.cosines) + len(self.finals)

    @property
    def done(self) -> bool:
        return not self.running and (not (self.trials or self.cosines or self.finals) or self.out_of_time)

    @property
    def out_of_time(self) -> bool:
        return self.seconds >= MODEL_SECONDS

    @property
    def progress(self) -> float:
        """The share of the blocks that are done, between 0 and 1."""
        return self._finished / self._total

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the job is done or out of time, at the pace so far; None before the first result."""
        if not (share := self.progress):
            return None
        return min(self.seconds * (1 / share - 1), MODEL_SECONDS - self.seconds)

    @property
    def nbytes(self) -> int:
        """Bytes of the results, for a cache of races."""
        return size(self.contenders)

    def _work(self) -> None:
        for pending in (self.trials, self.cosines, self.finals):
            self._work_on(pending)

    def _work_on(self, pending: deque[Block]) -> None:
        """Train the blocks. When the job is stopped, unfinished blocks stay pending."""
        submitted: dict[Future[Scores], Block] = {}
        try:
            while (pending or submitted) and not self._halt.is_set() and not self.out_of_time:
                while pending and len(submitted) < max(pool.WORKERS, 1):
                    block = pending.popleft()
                    if future := self._submit(block):
                        submitted[future] = block
                    else:
                        self._finished += 1
                begun = time.monotonic()
                for future in wait(submitted, TICK_SECONDS, FIRST_COMPLETED).done:
                    self._put(submitted.pop(future), future.result())
                self.seconds += time.monotonic() - begun
        finally:
            pool.cancel(*submitted)
            pending.extendleft(submitted.values())

    def _submit(self, block: Block) -> "Future[Scores] | None":
        """Queue the block; None for the best setting of a contender none of whose trials has a result."""
        one, left = self.contenders[block.contender], max(MODEL_SECONDS - self.seconds, 0.0)
        limit = left + GRACE_SECONDS
        if block.trials is not None:
            run = self.spec.tuning_run(one.optimizer, block.seed)
            rows = one.settings[block.trials]
            return pool.submit(validation_scores, run, one.names, rows, left, seconds=limit, owner=self.owner)
        if block.of_cosine:
            if one.best is None:
                return None
            run = self.spec.cosine_run(one.at(one.best))
            return pool.submit(fresh_scores, run, left, seconds=limit, owner=self.owner)
        chosen = one.default if block.of_default else one.tuned
        if chosen is None:
            return None
        return pool.submit(fresh_scores, self.spec.fresh_run(chosen), left, seconds=limit, owner=self.owner)

    def _put(self, block: Block, found: Scores) -> None:
        one = self.contenders[block.contender]
        self.contenders[block.contender] = _with_scores(one, block, found)
        self._finished += 1


def _with_scores(one: TunedTraining, block: Block, found: Scores) -> TunedTraining:
    if block.of_cosine:
        return replace(one, cosine_loss=found.loss)
    if block.trials is None:
        return replace(one, default_score=found.score) if block.of_default else replace(one, tuned_score=found.score)
    score, loss = one.score.copy(), one.loss.copy()
    score[block.trials, block.seed], loss[block.trials, block.seed] = found
    return replace(one, score=score, loss=loss)
