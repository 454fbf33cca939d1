"""A short trial of ten times the learning rate, from the last weights on, where the reason for a high loss is unclear.

It tells a rate that is too low from a model that is too small, which end alike: at a high loss, in calm.
"""

import math
from dataclasses import replace

import numpy as np

from optim_core.base.errors import SpecError
from optim_core.explain.training_diagnosis.evidence import Evidence
from optim_core.optimizers.schedules import RATE
from optim_core.train import begin, segment
from optim_core.train.checkpoint import MEASURES

FACTOR = 10.0
UPDATES = 300
SECONDS = 3.0
LEFT = 0.15
"""Share of the loss of guessing that must be left."""
CALM = 1.0
"""The largest rises of the loss, as a multiple of guessing."""


def is_unclear(evidence: Evidence) -> bool:
    """Whether a training ended at a high loss, calmly, with a rate that could be higher."""
    optimizer = evidence.optimizer
    fixed = optimizer.schedule is not None or optimizer.lr_is_initial_step or not 0 < optimizer.lr * FACTOR <= RATE.high
    done = evidence.log.status.has_result and len(evidence.log.weights) > 0
    return done and not fixed and evidence.left > LEFT and evidence.rises < CALM


def trial_loss(evidence: Evidence) -> float:
    """The training loss where the test loss is lowest within up to 300 updates at ten times the rate.

    NaN if the latter is not below its last value, so that the trial only learned noise. The trial has fresh optimizer
    states and takes at most 3 seconds.
    """
    run, optimizer = evidence.run, evidence.optimizer
    epochs = min(max(math.ceil(UPDATES / run.steps_per_epoch), 1), run.epochs)
    try:
        faster = replace(optimizer, lr=optimizer.lr * FACTOR)
        tried = replace(run, optimizers=(faster,), seeds=1, seed=evidence.log.seed, epochs=epochs, sharpness=False)
        networks = replace(begin(tried).networks, weights=evidence.log.weights[-1:].copy())
    except SpecError:
        return math.nan
    measures = segment(tried, networks, SECONDS).record.epochs[:, 0]
    train, test = measures[:, MEASURES.index("train_loss")], measures[:, MEASURES.index("test_loss")]
    if not len(test) or not np.isfinite(test).any():
        return math.nan
    best = int(np.nanargmin(test))
    return float(train[best]) if test[best] < evidence.log.test_loss[-1] else math.nan
