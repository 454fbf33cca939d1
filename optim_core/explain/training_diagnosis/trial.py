"""Short trials of higher learning rates, from the last weights on, where the reason for a high loss is unclear.

They tell a rate that is too low from a model that is too small, which end alike: at a high loss, in calm.
"""

import math
from dataclasses import replace

import numpy as np

from optim_core.base.errors import SpecError
from optim_core.explain.training_diagnosis.evidence import Evidence
from optim_core.optimizers.schedules import RATE
from optim_core.train import begin, segment
from optim_core.train.checkpoint import MEASURES

FACTORS = (10.0, 100.0, 1000.0)
UPDATES = 300
SECONDS = 3.0
LEFT = 0.15
"""Share of the loss of guessing that must be left."""
CALM = 1.0
"""The largest rises of the loss, as a multiple of guessing."""


NOTHING = (math.nan, math.nan)


def is_unclear(evidence: Evidence) -> bool:
    """Whether a training ended at a high loss, calmly, with a rate that could be higher."""
    optimizer = evidence.optimizer
    fixed = (
        optimizer.schedule is not None or optimizer.lr_is_initial_step or not 0 < optimizer.lr * FACTORS[0] <= RATE.high
    )
    done = evidence.log.status.has_result and len(evidence.log.weights) > 0
    return done and not fixed and evidence.left > LEFT and evidence.rises < CALM


def trial(evidence: Evidence) -> tuple[float, float]:
    """The factor on the rate with the lowest test loss within up to 300 updates, and the training loss there.

    NaN if no test loss is below the training's last one, so that the trials only learned noise. They have fresh
    optimizer states and take at most 3 seconds together.
    """
    run, optimizer = evidence.run, evidence.optimizer
    factors = [factor for factor in FACTORS if optimizer.lr * factor <= RATE.high]
    epochs = min(max(math.ceil(UPDATES / run.steps_per_epoch), 1), run.epochs)
    faster = tuple(replace(optimizer, lr=optimizer.lr * factor) for factor in factors)
    try:
        tried = replace(run, optimizers=faster, seeds=1, seed=evidence.log.seed, epochs=epochs, sharpness=False)
    except SpecError:
        return NOTHING
    networks = replace(begin(tried).networks, weights=evidence.log.weights[[-1] * len(factors)].copy())
    measures = segment(tried, networks, SECONDS).record.epochs
    train, test = (measures[:, :, MEASURES.index(name)] for name in ("train_loss", "test_loss"))
    lower = np.isfinite(train) & (test < evidence.log.test_loss[-1])
    if not lower.any():
        return NOTHING
    epoch, best = np.unravel_index(np.where(lower, test, np.inf).argmin(), test.shape)
    return factors[best], float(train[epoch, best])
