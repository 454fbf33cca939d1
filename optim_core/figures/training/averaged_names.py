"""What the averaged weights of each contender are called in figures."""

from optim_core.base.text import Translator
from optim_core.optimizers.labels import labels
from optim_core.specs import ModelRun


def averaged_names(run: ModelRun, t: Translator) -> tuple[str, ...]:
    """The labels of the contenders of a run, for their averaged weights."""
    return tuple(t("figure.averaged_weights", name=name) for name in labels(run.optimizers))
