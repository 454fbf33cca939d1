"""Findings about ReLU units that are 0 for every example, whose weights no gradient reaches."""

from optim_core.explain.diagnosis.finding import Finding
from optim_core.explain.training_diagnosis.attempts import option, scaled_rate
from optim_core.explain.training_diagnosis.evidence import Evidence

MOST = 0.5
"""Share of dead units from which they are reported."""
LOWERED = 0.3


def units(evidence: Evidence) -> list[Finding]:
    """At most one finding: units `dead` from the start, or that `died` in the training."""
    before, after = evidence.probes.dead
    share = after if after == after else before
    if not share >= MOST or not evidence.unsolved:
        return []
    values: dict[str, float | str] = {"before": 100 * before, "share": 100 * share, "lr": evidence.optimizer.lr}
    if before >= MOST:
        attempt = option(evidence.run.model, "init", "he", "model.") or option(
            evidence.run.model, "activation", "gelu", "model."
        )
        return [Finding(key="dead", values=values, step=1, attempt=attempt, weight=104)]
    attempt = scaled_rate(evidence.optimizer, LOWERED)
    return [Finding(key="died", values=values, step=evidence.steps, attempt=attempt, weight=66)]
