"""Texts about runs without a result: they diverged, or their optimizer raised an exception."""

from optim_core.base.result import Status
from optim_core.base.text import Translator
from optim_core.specs.results import TrainingLog, Trajectory


def stopped_label(run: Trajectory | TrainingLog, t: Translator) -> str:
    """Label at the run's last point: diverged or failed, and the step."""
    key = "failed_at" if run.status is Status.FAILED else "diverged_at"
    return t(f"figure.{key}", step=run.stopped_at)


def stopped_sentence(name: str, run: Trajectory | TrainingLog, t: Translator) -> str:
    """Sentence about a contender's run: diverged or failed, the step, and what the optimizer raised."""
    if run.status is Status.FAILED:
        return t("figure.alt.fails", name=name, step=run.stopped_at, error=str(run.failure))
    return t("figure.alt.stops", name=name, step=run.stopped_at)
