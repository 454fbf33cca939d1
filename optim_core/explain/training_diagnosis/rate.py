"""Findings about the learning rate: too low or too high for the whole training, or spikes after which it recovered."""

import numpy as np

from optim_core.explain.diagnosis.finding import Finding
from optim_core.explain.training_diagnosis.attempts import number, scaled_rate
from optim_core.explain.training_diagnosis.evidence import Evidence, part_median

RESTLESS = 3.0
"""Rises of the loss from epoch to epoch, as a multiple of guessing, that make a rate too high."""
JUMP = 20.0
"""A mini-batch loss of so many times the first ones is a jump."""
MISSED = 0.05
"""How far the loss must fall further along the way, as a share of guessing, if the rate was too low."""
FURTHER = 4.0
"""How many times the last stretch that is at least."""
CALM = 1.0
"""The largest rises of the loss, as a multiple of guessing, of a training whose rate is too low."""
LOWERED, RAISED, LONGER = 0.1, 10.0, 3
HELPED = 0.05
"""How far a higher rate must lower the last loss in a trial, as a share of guessing."""


def rate(evidence: Evidence) -> list[Finding]:
    """At most one finding: `rate_high` or `rate_low`."""
    if not evidence.log.status.has_result or not evidence.unsolved:
        return []
    return _too_high(evidence) or _too_low(evidence)


def _too_high(evidence: Evidence) -> list[Finding]:
    losses = evidence.log.loss
    first = float(np.median(losses[:3])) if len(losses) else 0.0
    jump = float(losses.max()) / first if first > 0 else 0.0
    if not (evidence.rises > RESTLESS or jump > JUMP):
        return []
    values: dict[str, float | str] = {
        "lr": evidence.optimizer.lr,
        "rises": evidence.rises,
        "jump": jump,
        "ratio": 100 * part_median(evidence.update_ratio, 0, 0.25),
    }
    step = int(losses.argmax()) + 1
    key = "rate_high" if evidence.rises > RESTLESS else "rate_jump"
    return [Finding(key=key, values=values, step=step, attempt=scaled_rate(evidence.optimizer, LOWERED), weight=84)]


def _too_low(evidence: Evidence) -> list[Finding]:
    """`rate_low_trial`, from training on at a higher rate, or `rate_low`, from the losses further along the way."""
    run, ratio = evidence.run, 100 * part_median(evidence.update_ratio, 0.25, 1)
    values: dict[str, float | str] = {"lr": evidence.optimizer.lr, "ratio": ratio, "loss": evidence.last_loss}
    attempt = scaled_rate(evidence.optimizer, RAISED) or number(run, "epochs", LONGER * run.epochs)
    step, weight = evidence.steps, 75
    factor, lower = evidence.probes.trial
    if evidence.last_loss - lower > HELPED * evidence.guess:
        values |= {"lower": lower, "factor": factor}
        attempt = scaled_rate(evidence.optimizer, factor)
        return [Finding(key="rate_low_trial", values=values, step=step, attempt=attempt, weight=weight)]
    gain, distance = evidence.ahead
    if not (gain > MISSED and distance >= FURTHER) or evidence.rises > CALM:
        return []
    values |= {"lower": evidence.probes.loss - gain * evidence.guess, "distance": distance}
    return [Finding(key="rate_low", values=values, step=step, attempt=attempt, weight=weight)]
