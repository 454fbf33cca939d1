"""Finding about a run that ended for a reason outside its path: an exception, the time limit, or Stop."""

from optim_core.base.result import Status
from optim_core.explain.diagnosis.finding import Finding
from optim_core.specs.results import Trajectory

EARLY = {Status.FAILED: "failed", Status.OUT_OF_TIME: "out_of_time", Status.STOPPED: "stopped"}
"""Status -> the key of its finding. The path itself shows all other endings."""


def ending(path: Trajectory) -> list[Finding]:
    """At most one finding: what ended the run before its last step; also of a run without any step."""
    if path.status not in EARLY:
        return []
    values: dict[str, float | str] = {"step": path.steps}
    if path.status is Status.FAILED:
        values = {"step": path.stopped_at or 0, "error": str(path.failure)}
    return [Finding(key=EARLY[path.status], values=values, step=max(path.steps, 1), attempt={}, weight=100)]
