"""Finding about seeds that disagree: chance decides whether the training succeeds."""

from optim_core.explain.diagnosis.finding import Finding
from optim_core.explain.training_diagnosis.attempts import number, scaled_rate
from optim_core.explain.training_diagnosis.evidence import Evidence, score_text

APART = 0.15
"""Difference between the test scores of the best and the worst seed."""
LEARNED = 0.8
"""Share of its first loss below which the best seed must have come: otherwise the initial weights alone differ."""
WIDER, LOWERED, MORE = 4, 0.3, 16


def seeds(evidence: Evidence) -> list[Finding]:
    """At most one finding: `seeds_diverged` where only some seeds do, or `seeds` where their scores lie far apart."""
    logs = evidence.logs
    lost = [log for log in logs if not log.status.has_result]
    done = [log for log in logs if log.status.has_result]
    if len(logs) < 2 or not done:
        return []
    if lost:
        first = min(lost, key=lambda log: log.stopped_at or 0)  # the one that the table of results describes
        values: dict[str, float | str] = {"count": len(lost), "seeds": len(logs), "seed": first.seed}
        attempt = scaled_rate(evidence.optimizer, LOWERED)
        return [Finding(key="seeds_diverged", values=values, step=evidence.steps, attempt=attempt, weight=101)]
    best, worst = (pick(done, key=lambda log: float(log.test_score[-1])) for pick in (max, min))
    scores = float(best.test_score[-1]), float(worst.test_score[-1])
    if scores[0] - scores[1] < APART or float(best.train_loss[-1]) > LEARNED * float(best.train_loss[0]):
        return []
    values = {
        "seeds": len(logs),
        "best": score_text(evidence.run, scores[0]),
        "worst": score_text(evidence.run, scores[1]),
        "best_seed": best.seed,
        "worst_seed": worst.seed,
    }
    model = evidence.run.model
    attempt = number(model, "width", WIDER * getattr(model, "width", 0), "model.") or number(
        evidence.run, "seeds", MORE
    )
    return [Finding(key="seeds", values=values, step=evidence.steps, attempt=attempt, weight=88)]
