"""Findings about gradients by layer: they vanish or explode on the way back through the network."""

import numpy as np

from optim_core.explain.diagnosis.finding import Finding
from optim_core.explain.training_diagnosis.attempts import Attempt, option, scaled_rate
from optim_core.explain.training_diagnosis.evidence import Evidence

FADED = 0.01
"""First layer's gradient over the last one's before the first update, below which it has vanished."""
EXPLODED = 10.0
"""First loss as a multiple of guessing, above which the weights start too large."""
EARLY, FLAT = 0.1, 0.98
"""The part of the training in which the loss must fall below this share of its first values, or it is flat."""


def gradients(evidence: Evidence) -> list[Finding]:
    """At most one finding, `exploding` or `vanishing`, from the gradients before the first update."""
    slopes, layers = evidence.probes.slopes, evidence.log.layers
    if evidence.guess > 0 and evidence.first_loss > EXPLODED * evidence.guess:
        values: dict[str, float | str] = {
            "loss": evidence.first_loss,
            "ratio": evidence.first_loss / evidence.guess,
            "slope": float(np.nansum(slopes**2) ** 0.5),
        }
        attempt = _other_start(evidence) or scaled_rate(evidence.optimizer, 0.1)
        return [Finding(key="exploding", values=values, step=1, attempt=attempt, weight=105)]
    if len(slopes) < 2 or not slopes[-1] > 0 or not 0 < slopes[0] < FADED * slopes[-1]:
        return []
    if not (evidence.unsolved or _flat_start(evidence)):
        return []
    values = {
        "first": float(slopes[0]),
        "last": float(slopes[-1]),
        "factor": float(slopes[-1] / slopes[0]),
        "first_layer": layers[0],
        "last_layer": layers[-1],
    }
    return [Finding(key="vanishing", values=values, step=1, attempt=_other_start(evidence), weight=93)]


def _flat_start(evidence: Evidence) -> bool:
    """Whether the loss hardly fell in the first tenth of the training."""
    smooth = evidence.smooth
    return bool(smooth[int(EARLY * len(smooth))] > FLAT * smooth[0])


def _other_start(evidence: Evidence) -> Attempt:
    model = evidence.run.model
    relu = getattr(model, "activation", "relu") == "relu"
    return option(model, "cell", "gru", "model.") or option(model, "init", "he" if relu else "xavier", "model.")
