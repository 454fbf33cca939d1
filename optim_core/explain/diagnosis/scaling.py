"""Findings about adaptive scaling: uneven and shrinking learning rates, averages that have not warmed up."""

import numpy as np

from optim_core.base.result import Status
from optim_core.explain.diagnosis.evidence import Evidence
from optim_core.explain.diagnosis.finding import Finding, propose, propose_scaled, ratio

UNEVEN = 5.0
"""The ratio between the learning rates of x and y from which they are called uneven."""
SHRUNK = 0.2
"""A learning rate below this share of its first value has shrunk."""
JUMP, CALM = 4.0, 2.0
"""Step lengths, in lr: from `JUMP` a first step is too long, below `CALM` the steps are normal again."""


def scaling(evidence: Evidence) -> list[Finding]:
    """Findings of optimizers that divide by a function of past gradients; none of the others."""
    return [*_uneven(evidence), *_shrunk(evidence), *_jump(evidence), *_young(evidence)]


def _divides(evidence: Evidence) -> bool:
    return "denom" in evidence.computed


def _uneven(evidence: Evidence) -> list[Finding]:
    """`uneven`: the effective learning rates of x and y differ by a typical factor of at least `UNEVEN`."""
    if not _divides(evidence) or not np.isfinite(evidence.lr).all() or "eps" not in evidence.values:
        return []
    decades = np.log(evidence.lr[:, 0] / evidence.lr[:, 1])
    typical = float(np.exp(np.median(np.abs(decades))))
    if not np.isfinite(typical) or typical < UNEVEN:
        return []
    widest = int(np.argmax(np.where(np.isfinite(decades), np.abs(decades), -1.0)))
    x, y = (float(value) for value in np.median(evidence.lr, axis=0))
    optimizer = evidence.path.optimizer
    rates = optimizer.lr * evidence.relative_lr[evidence.updates - 1, None]
    divisor = float(np.median(rates / evidence.lr))
    values = {"x": x, "y": y, "ratio": typical, "axis": "x" if x > y else "y"}
    attempt = propose(optimizer, "eps", divisor)
    return [Finding(key="uneven", values=values, step=int(evidence.updates[widest]), attempt=attempt, weight=25)]


def _shrunk(evidence: Evidence) -> list[Finding]:
    """`shrunk`: a divisor that only grows has reduced the effective learning rate below `SHRUNK` of its first value."""
    growing = "sum" in evidence.path.state
    if not growing or evidence.path.status is not Status.RUNNING:
        return []
    by_divisor = evidence.lr / evidence.relative_lr[evidence.updates - 1, None]
    first, last = (float(by_divisor[row].min()) for row in (0, -1))
    if not last < SHRUNK * first:
        return []
    values = {"first": first, "last": last, "factor": ratio(first, last)}
    attempt = propose_scaled(evidence.path.optimizer, 5)
    return [Finding(key="shrunk", values=values, step=evidence.steps, attempt=attempt, weight=44)]


def _jump(evidence: Evidence) -> list[Finding]:
    """`jump`: the first step is at least `JUMP` times lr, because the average starts at 0 without bias correction."""
    lr = evidence.path.optimizer.lr * float(evidence.relative_lr[0])
    first = ratio(float(np.abs(evidence.displacements[0]).max()), lr)
    if not _divides(evidence) or "alpha" not in evidence.values or first < JUMP:
        return []
    sizes = np.abs(evidence.displacements).max(axis=1) / (evidence.path.optimizer.lr * evidence.relative_lr)
    calm = np.flatnonzero(sizes < CALM)
    until = int(calm[0]) if len(calm) else evidence.steps
    values = {"factor": first, "until": float(until), "lr": lr}
    coefficient = float(evidence.values["alpha"])  # type: ignore[arg-type]
    attempt = propose(evidence.path.optimizer, "alpha", max(1 - 10 * (1 - coefficient), 0.5))
    return [Finding(key="jump", values=values, step=1, attempt=attempt, weight=38)]


def _young(evidence: Evidence) -> list[Finding]:
    """`young`: the averaging time 1 / (1 − β₂) of the squares is longer than the run."""
    coefficient = evidence.values.get("beta2") if "exp_avg_sq" in evidence.path.state else None
    if coefficient is None or (horizon := 1 / (1 - float(coefficient))) <= evidence.steps:  # type: ignore[arg-type]
        return []
    values = {"horizon": horizon, "steps": float(evidence.steps)}
    attempt = propose(evidence.path.optimizer, "beta2", 1 - max(10 / evidence.steps, 0.01))
    return [Finding(key="young", values=values, step=evidence.steps, attempt=attempt, weight=15)]
