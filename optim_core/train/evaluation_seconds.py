"""How long a contender computes on this machine, measured alone."""

import statistics
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import torch

from optim_core.base.device import in_full_precision
from optim_core.base.time_slices import clock, yield_if_due
from optim_core.specs import ModelRun
from optim_core.train import begin
from optim_core.train.batch import TrainingBatch

WARM_UP = 5
"""Updates that are not measured."""
BLOCKS, UPDATES = 5, 20
"""The median is that of so many means over so many updates: an optimizer may do more work in some of them."""
SECONDS = 1.0
"""No further block begins after this time."""


def alone(run: ModelRun, contender: int) -> ModelRun:
    """The training of one contender of `run`, by index, with its first seed only."""
    return replace(run, optimizers=(run.optimizers[contender],), seeds=1, sharpness=False)


def evaluation_seconds(run: ModelRun) -> tuple[float, ...]:
    """Seconds per evaluation of loss and gradient on this machine, one value per contender, updates included.

    Each contender is measured `alone`. Seconds on a CPU are those in which one core computes, so that waiting for other
    work of the machine does not count. Only updates are measured, not the tests after epochs. 0 for a contender that
    cannot make an update.
    """
    return tuple(_seconds(alone(run, contender)) for contender in range(len(run.optimizers)))


def _seconds(run: ModelRun) -> float:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with in_full_precision():
            return _median(_updates(run))
    finally:
        torch.set_num_threads(threads)


def _median(updates: Iterator[tuple[float, int]]) -> float:
    """The median over blocks of the seconds per evaluation; `updates` are as from `_updates`."""
    start, blocks = clock(), list[float]()
    for _ in islice(updates, WARM_UP):
        pass
    while len(blocks) < BLOCKS and not (blocks and clock() - start >= SECONDS):
        block = list(islice(updates, UPDATES))
        if not block:
            break
        blocks.append(sum(seconds for seconds, _ in block) / sum(count for _, count in block))
    return statistics.median(blocks) if blocks else 0.0


def _updates(run: ModelRun) -> Iterator[tuple[float, int]]:
    """Seconds and evaluations of each update; the training begins again wherever it ends. None if none is possible."""
    networks, done = begin(run).networks, True
    while done:
        batch, done = TrainingBatch(run, networks), False
        while any(batch.running) and batch.step < run.steps:
            yield_if_due()
            start = _now(run)
            batch.update()
            seconds = _now(run) - start
            if batch.stopped_at[0] in (None, batch.step) and batch.failures[0] is None:
                done = True
                yield seconds, batch.evaluated[0]


def _now(run: ModelRun) -> float:
    """Seconds of a clock that on a CPU stands still while this thread does not compute."""
    if run.device == "cpu":
        return time.thread_time()
    torch.cuda.synchronize()
    return clock()
