"""Finding about spikes: the loss jumps up and comes back, with what came before."""

import numpy as np

from optim_core.explain.diagnosis.finding import Finding
from optim_core.explain.training_diagnosis.attempts import Attempt, number, scaled_rate
from optim_core.explain.training_diagnosis.evidence import Evidence

HIGH, TALL = 3.0, 0.5
"""A spike is at least so many times the median loss of the windows before it, and this share of guessing above it."""
LOW = 1.5, 0.2
"""The same after a schedule raised the rate."""
BACK = 0.5
"""It ends where the loss has come down by this share of its rise."""
WINDOWS, NARROWEST, WIDEST = 72, 3, 28
"""A training is divided into so many windows of mean losses, or more where a window would have too many updates."""
BEFORE = 6
"""Windows that it is compared with."""
LOWERED = 0.1
RAISED = 3.0
"""A rate this many times the lowest one before has been raised."""


def spikes(evidence: Evidence) -> list[Finding]:
    """At most one finding: `spikes_raised` after a schedule raised the rate, `rate_spikes` at a constant one, `spikes`.

    The last is a remark unless the spikes did harm.
    """
    if not evidence.log.status.has_result:
        return []
    found = _spikes(evidence, HIGH, TALL) or [one for one in _spikes(evidence, *LOW) if _raised(evidence, one[0])]
    if not found:
        return []
    step, height, level = max(found, key=lambda spike: spike[1] / max(spike[2], 1e-30))
    rates, ratios = evidence.rates, evidence.update_ratio
    values: dict[str, float | str] = {
        "lr": evidence.optimizer.lr,
        "count": len(found),
        "step": step,
        "loss": height,
        "level": level,
        "rate": float(rates[step - 1]),
        "low": float(rates[:step].min()),
    }
    recorded = np.flatnonzero(evidence.log.updates_at <= step)
    if not len(recorded):
        return []
    values["ratio"] = 100 * float(ratios[recorded[-1]])
    scheduled, harmful = evidence.optimizer.schedule is not None, evidence.unsolved
    if _raised(evidence, step):
        key, weight = "spikes_raised", 85
    elif harmful and not scheduled:
        key, weight = "rate_spikes", 83
    else:
        key, weight = "spikes", 70 if harmful else 15
    return [Finding(key=key, values=values, step=step, attempt=_calmer(evidence), weight=weight)]


def _raised(evidence: Evidence, step: int) -> bool:
    """Whether a schedule had raised the rate before the step."""
    rates = evidence.rates[:step]
    return evidence.optimizer.schedule is not None and bool(rates[-1] >= RAISED * rates.min())


def _spikes(evidence: Evidence, high: float, tall: float) -> list[tuple[int, float, float]]:
    """Step, mean loss and level before, of each window of the training that spikes and is followed by a lower loss."""
    losses = evidence.log.loss
    width = min(max(len(losses) // WINDOWS, NARROWEST), WIDEST)
    count = len(losses) // width
    means = losses[: count * width].reshape(count, width).mean(1) if count else np.empty(0)
    found, at = [], BEFORE
    while at < count:
        level = float(np.median(means[max(at - BEFORE, 0) : at]))
        if means[at] > high * level and means[at] - level > tall * evidence.guess:
            end = at
            while end < count and means[end] > level + BACK * (means[at] - level):
                end += 1
            if end < count:
                top = int(losses[at * width : end * width].argmax()) + at * width + 1
                found.append((top, float(means[at:end].max()), level))
            at = end + 1
        else:
            at += 1
    return found


def _calmer(evidence: Evidence) -> Attempt:
    schedule = evidence.optimizer.schedule
    if schedule is None:
        return scaled_rate(evidence.optimizer, LOWERED)
    return number(schedule, "max_lr", LOWERED * getattr(schedule, "max_lr", np.nan), "schedule.")
