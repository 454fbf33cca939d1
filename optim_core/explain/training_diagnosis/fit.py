"""Findings about the fit: overfitting and when it began, and a model that is too small for the data."""

import numpy as np

from optim_core.explain.diagnosis.finding import Finding
from optim_core.explain.training_diagnosis.attempts import Attempt, number, option
from optim_core.explain.training_diagnosis.evidence import Evidence, score_text

GROWN = 0.1
"""How far the test loss has risen from its lowest value, as a share of its fall before."""
EARLY = 0.8
"""Its lowest value lies before this share of the epochs."""
BETTER = 0.05
"""How much better an example's neighbors predict it than the model does."""
STILL = 0.05
"""The loss has come to rest if it fell by less in the last quarter, as a share of guessing."""
WIDER = 4


def fit(evidence: Evidence) -> list[Finding]:
    """At most one finding: `overfit` or `underfit`."""
    if not evidence.log.status.has_result or len(evidence.log.test_loss) < 3:
        return []
    return _overfit(evidence) or _underfit(evidence)


def _overfit(evidence: Evidence) -> list[Finding]:
    test, train = evidence.log.test_loss, evidence.log.train_loss
    lowest = int(test.argmin())
    last = float(np.median(test[-max(len(test) // 10, 1) :]))
    fall, rise = float(test[0] - test[lowest]), last - float(test[lowest])
    falling = train[-1] < train[lowest] and last > train[-1]
    if not rise > GROWN * max(fall, 0.1 * float(test[0])) or lowest > EARLY * (len(test) - 1) or not falling:
        return []
    epoch = int(evidence.log.measured_epochs[lowest])
    values: dict[str, float | str] = {
        "epoch": epoch,
        "lowest": float(test[lowest]),
        "test": float(test[-1]),
        "train": evidence.last_loss,
    }
    attempt = number(evidence.run, "epochs", max(epoch, 1))
    step = max(epoch * evidence.run.steps_per_epoch, 1)
    return [Finding(key="overfit", values=values, step=step, attempt=attempt, weight=80)]


def _underfit(evidence: Evidence) -> list[Finding]:
    score, others = float(evidence.log.train_score[-1]), evidence.probes.neighbors
    if not others > score + BETTER or evidence.late_fall > STILL:
        return []
    values: dict[str, float | str] = {
        "train": evidence.last_loss,
        "test": float(evidence.log.test_loss[-1]),
        "score": score_text(evidence.run, score),
        "neighbors": score_text(evidence.run, others),
    }
    return [Finding(key="underfit", values=values, step=evidence.steps, attempt=_larger(evidence), weight=60)]


def _larger(evidence: Evidence) -> Attempt:
    model = evidence.run.model
    return number(model, "width", WIDER * getattr(model, "width", 0), "model.") or option(
        model, "activation", "relu", "model."
    )
