"""Many trainings by an optimizer class itself, where no pure rule can update all networks as one batch."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optim_core.base.time_slices import clock
from optim_core.specs import MAX_OPTIMIZERS, ModelRun
from optim_core.sweep.arrivals import NEVER
from optim_core.sweep.batched_trainings import TrainingResults
from optim_core.sweep.monitor import CODE
from optim_core.train import train
from optim_core.train.checkpoint import MEASURES


def train_each(run: ModelRun, count: int, hyper: Mapping[str, NDArray[Any]], seconds: float) -> TrainingResults:
    """As `train_lanes`, with hyperparameters (count,), in trainings of at most `MAX_OPTIMIZERS` networks.

    Each of these trainings gets an equal share of the seconds that remain.
    """
    deadline, results = clock() + seconds, TrainingResults(count)
    (optimizer,), columns = run.optimizers, {name: values.tolist() for name, values in hyper.items()}
    settings = [{name: column[lane] for name, column in columns.items()} for lane in range(count)]
    contenders = [replace(optimizer, **each) for each in settings]
    blocks = [slice(first, first + MAX_OPTIMIZERS) for first in range(0, count, MAX_OPTIMIZERS)]
    for remaining, lanes in zip(range(len(blocks), 0, -1), blocks, strict=True):
        few = replace(run, optimizers=tuple(contenders[lanes]))
        for lane, log in enumerate(train(few, (deadline - clock()) / remaining), lanes.start):
            results.measures[lane] = [next(iter(getattr(log, name)[-1:]), np.nan) for name in MEASURES]
            results.best_score[lane] = max(log.test_score, default=np.nan)
            results.code[lane] = CODE[log.status]
            results.stopped_at[lane] = NEVER if log.stopped_at is None else log.stopped_at
    return results
