"""Finding about batches that are so small that the noise of their gradients outweighs the gradient."""

from optim_core.explain.diagnosis.finding import Finding
from optim_core.explain.training_diagnosis.attempts import number
from optim_core.explain.training_diagnosis.evidence import Evidence
from optim_core.specs.edge import max_stable_curvature

MOST = 8
"""Examples in a batch that is called small."""
NOISY = 1.5
"""Variance of a mini-batch gradient over the square of the gradient."""
LARGER = 16


def batch(evidence: Evidence) -> list[Finding]:
    """At most one finding, `batch_small`."""
    noise, size = evidence.probes.noise, evidence.run.batch_size
    if size > MOST or not noise > NOISY or not evidence.unsolved:
        return []
    limit = max_stable_curvature(evidence.run, evidence.optimizer)
    if limit is not None and max(evidence.probes.sharpness) > limit:
        return []
    values: dict[str, float | str] = {"size": size, "noise": noise, "rises": evidence.rises}
    attempt = number(evidence.run, "batch_size", min(LARGER * size, evidence.run.dataset.train_size))
    return [Finding(key="batch_small", values=values, step=evidence.steps, attempt=attempt, weight=86)]
