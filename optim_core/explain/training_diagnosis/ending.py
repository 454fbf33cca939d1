"""Findings about how a training ended: divergence with what came before it, an error, or too little time."""

import numpy as np

from optim_core.base.result import Status
from optim_core.explain.diagnosis.finding import Finding
from optim_core.explain.training_diagnosis.attempts import number, scaled_rate
from optim_core.explain.training_diagnosis.evidence import Evidence
from optim_core.specs.edge import max_stable_curvature

CALM = 2.0
"""A mini-batch loss up to this multiple of the first ones is still calm."""
FIRST = 10
SAFE = 0.5
"""The share of the limit of stability that is proposed."""
LOWERED = 0.1


def ending(evidence: Evidence) -> list[Finding]:
    """At most one finding: `failed`, `out_of_time`, or one of the three kinds of `diverged`."""
    log = evidence.log
    if log.status is Status.FAILED:
        values: dict[str, float | str] = {"step": log.stopped_at or 0, "error": str(log.failure)}
        return [Finding(key="failed", values=values, step=max(evidence.steps, 1), attempt={}, weight=110)]
    if log.status is Status.OUT_OF_TIME:
        attempt = number(evidence.run, "epochs", evidence.run.epochs / 2)
        values = {"step": log.stopped_at or evidence.steps}
        return [Finding(key="out_of_time", values=values, step=max(evidence.steps, 1), attempt=attempt, weight=10)]
    return [_diverged(evidence)] if log.status.diverged else []


def _diverged(evidence: Evidence) -> Finding:
    """`diverged_limit` where the sharpness at the start explains it, `diverged_steps`, or `diverged` at once."""
    losses, stopped = evidence.log.loss, evidence.log.stopped_at or evidence.steps
    calm = np.flatnonzero(losses <= CALM * np.median(losses[:FIRST])) if len(losses) else losses
    since = int(calm[-1]) + 2 if len(calm) else 1
    values: dict[str, float | str] = {
        "step": stopped,
        "lr": evidence.optimizer.lr,
        "since": min(since, max(stopped, 1)),
    }
    limit, sharp = max_stable_curvature(evidence.run, evidence.optimizer), evidence.probes.sharpness[0]
    if limit is not None and sharp > limit:
        values |= {"sharpness": sharp, "limit": limit}
        attempt = scaled_rate(evidence.optimizer, SAFE * limit / sharp)
        return Finding(key="diverged_limit", values=values, step=stopped, attempt=attempt, weight=100)
    recorded = np.flatnonzero(evidence.log.updates_at <= since)
    if len(recorded):
        values["ratio"] = 100 * float(evidence.update_ratio[recorded[-1]])
    key = "diverged_steps" if len(recorded) else "diverged"
    return Finding(key=key, values=values, step=stopped, attempt=scaled_rate(evidence.optimizer, LOWERED), weight=100)
