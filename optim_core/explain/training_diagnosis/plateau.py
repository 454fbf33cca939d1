"""Finding about a plateau: a long stretch on which the loss hardly moved, before it fell or until the end."""

import numpy as np

from optim_core.explain.diagnosis.finding import Finding
from optim_core.explain.training_diagnosis.attempts import Attempt, number, option, scaled_rate
from optim_core.explain.training_diagnosis.evidence import Evidence, part_median

FLAT = 0.03
"""A stretch is flat while the loss stays within this share of guessing."""
LONG = 0.2
"""Share of the training that it takes at least."""
HIGH = 0.5
"""Share of the loss of guessing that is left on it at least."""
GROWN = 2.0
"""How much larger the gradient is later than at the start, on the way off a plateau."""


def plateau(evidence: Evidence) -> list[Finding]:
    """At most one finding: `plateau`, which the training left, or `plateau_ended`, on which it ended."""
    smooth, guess = evidence.smooth, evidence.guess
    if not evidence.log.status.has_result or len(smooth) < 10 or not guess > 0:
        return []
    first, last = _longest(smooth, FLAT * guess)
    share = (last - first) / len(smooth)
    level = float(np.median(smooth[first:last]))
    ended = last == len(smooth)
    norms = evidence.grad_norm
    if share < LONG or level < HIGH * guess or not len(norms):
        return []
    if ended and not part_median(norms, 0.8, 1) > GROWN * part_median(norms, 0, 0.2):
        return []
    if not ended and not smooth[-1] < level - 0.1 * guess:
        return []
    begin, end = (round(at / len(smooth) * evidence.steps) for at in (first, last))
    at = int(np.searchsorted(evidence.log.updates_at, (begin + end) / 2))
    values: dict[str, float | str] = {
        "begin": max(begin, 1),
        "end": end,
        "loss": level,
        "slope": float(norms[min(at, len(norms) - 1)]),
        "largest": float(norms.max()),
    }
    key = "plateau_ended" if ended else "plateau"
    return [Finding(key=key, values=values, step=max(end, 1), attempt=_off(evidence), weight=78)]


def _off(evidence: Evidence) -> Attempt:
    model, optimizer = evidence.run.model, evidence.optimizer
    if getattr(model, "init", "") == "small":
        return option(model, "init", "xavier", "model.")
    if getattr(optimizer, "momentum", None) == 0:
        return number(optimizer, "momentum", 0.9)
    return scaled_rate(optimizer, 3)


def _longest(values: np.ndarray, width: float) -> tuple[int, int]:
    """Start and end (exclusive) of the longest stretch whose values lie within `width` of one another."""
    best, first = (0, 0), 0
    for last in range(len(values)):
        while np.ptp(values[first : last + 1]) > width:
            first += 1
        if last + 1 - first > best[1] - best[0]:
            best = first, last + 1
    return best
