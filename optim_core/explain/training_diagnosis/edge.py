"""Remark on a training that ended at the edge of stability (Cohen et al., 2021, arXiv:2103.00065)."""

from optim_core.explain.diagnosis.finding import Finding
from optim_core.explain.training_diagnosis.evidence import Evidence
from optim_core.specs.edge import max_stable_curvature

NEAR = (0.8, 1.2)
"""The edge, as shares of the largest sharpness at which the steps on a parabola do not grow."""


def edge(evidence: Evidence) -> list[Finding]:
    """At most one finding, `edge`: the sharpness at the end is as large as the rate allows."""
    limit, sharp = max_stable_curvature(evidence.run, evidence.optimizer), evidence.probes.sharpness[1]
    if limit is None or not limit > 0 or not NEAR[0] < sharp / limit < NEAR[1]:
        return []
    values: dict[str, float | str] = {
        "sharpness": sharp,
        "limit": limit,
        "first": evidence.probes.sharpness[0],
        "lr": evidence.optimizer.lr,
    }
    return [Finding(key="edge", values=values, step=max(evidence.steps, 1), attempt={}, weight=12)]
