"""A finding about clipping: most gradients were beyond the limit."""

import numpy as np

from optim_core.explain.diagnosis.evidence import Evidence
from optim_core.explain.diagnosis.finding import Finding
from optim_core.optimizers.clipping import ClipGradNorm
from optim_core.specs.metrics import length

MOST = 0.5
"""The share of clipped steps from which they are reported."""


def clipping(evidence: Evidence) -> list[Finding]:
    """At most one finding, `clipped`: at least `MOST` of the gradients were beyond the contender's limit."""
    path, clip = evidence.path, evidence.path.optimizer.clip
    if clip is None:
        return []
    gradients = (path.grad + path.noise)[: path.steps]
    sizes = length(gradients) if isinstance(clip, ClipGradNorm) else np.abs(gradients).max(axis=1)
    beyond = np.flatnonzero(sizes > clip.limit)
    share = len(beyond) / len(sizes)
    if share < MOST:
        return []
    values: dict[str, float | str] = {"share": 100 * share, "limit": clip.limit, "name": clip.limit_name}
    return [Finding(key="clipped", values=values, step=int(beyond[0]) + 1, attempt={}, weight=45)]
