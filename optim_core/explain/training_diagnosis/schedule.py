"""Finding about a schedule that brought the rate near 0 while the loss still fell."""

import numpy as np

from optim_core.explain.diagnosis.finding import Finding
from optim_core.explain.training_diagnosis.attempts import Attempt, number
from optim_core.explain.training_diagnosis.evidence import Evidence

OFF = 0.02
"""Share of its highest value below which a rate hardly moves anything."""
LONG = 0.3
"""Share of the updates that are spent so."""
LEFT = 0.1
"""Share of the loss of guessing that must be left."""
STEEP = 0.03
"""How far the loss must fall in the second half of the time before, as a share of its value there."""


def schedule(evidence: Evidence) -> list[Finding]:
    """At most one finding, `schedule_early`."""
    rates, losses = evidence.rates, evidence.log.loss
    if evidence.optimizer.schedule is None or not evidence.log.status.has_result or not len(rates):
        return []
    active = np.flatnonzero(rates > OFF * rates.max())
    end = int(active[-1]) + 1
    if end > (1 - LONG) * evidence.steps or end < 4 or not evidence.left > LEFT:
        return []
    early, late = np.median(losses[: end // 2]), np.median(losses[end // 2 : end])
    if not early - late > STEEP * early:
        return []
    values: dict[str, float | str] = {
        "step": end,
        "share": 100 * (1 - end / evidence.steps),
        "rate": float(rates[end:].max()),
        "highest": float(rates.max()),
        "loss": evidence.last_loss,
    }
    return [Finding(key="schedule_early", values=values, step=end, attempt=_longer(evidence), weight=90)]


def _longer(evidence: Evidence) -> Attempt:
    """The schedule stretched to the length of the training."""
    own, steps = evidence.optimizer.schedule, evidence.run.steps
    if own is None:
        return {}
    if own.length_name:
        return number(own, own.length_name, steps - own.warmup, "schedule.")
    if hasattr(own, "step_size"):
        return number(own, "step_size", steps / 3, "schedule.")
    return number(own, "gamma", 0.01 ** (1 / steps), "schedule.")
