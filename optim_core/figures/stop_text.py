"""Words for runs that have no result: those that diverged and those whose optimizer raised an exception."""

from optim_core.base.result import Status
from optim_core.base.text import Translator
from optim_core.specs.results import TrainingLog, Trajectory


def stopped_label(run: Trajectory | TrainingLog, t: Translator) -> str:
    """What is written beside its last point."""
    key = "failed_at" if run.status is Status.FAILED else "diverged_at"
    return t(f"figure.{key}", step=run.stopped_at)


def stopped_sentence(name: str, run: Trajectory | TrainingLog, t: Translator) -> str:
    """The same as a sentence, with what the optimizer raised."""
    if run.status is Status.FAILED:
        return t("figure.alt.fails", name=name, step=run.stopped_at, error=str(run.failure))
    return t("figure.alt.stops", name=name, step=run.stopped_at)
