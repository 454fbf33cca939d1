"""Alternative text of the race and its curves."""

from collections.abc import Sequence

import numpy as np

from optim_core.base.result import Status
from optim_core.base.text import Translator
from optim_core.figures.numbers import short
from optim_core.figures.race.curves import positions, race_curves
from optim_core.figures.race.paths import path
from optim_core.figures.scales import drawable
from optim_core.figures.stop_text import stopped_sentence
from optim_core.optimizers.labels import labels
from optim_core.specs import SurfaceRun, metrics
from optim_core.specs.results import Trajectory
from optim_core.specs.views import SurfaceView


def race_alt(run: SurfaceRun, trajectories: Sequence[Trajectory], view: SurfaceView, t: Translator) -> str:
    """Sentences: the race, each contender's result, and the steps at which paths left the frame."""
    x, y = (short(value) for value in run.start)
    sentences = [t("figure.alt.race", surface=run.surface.title, x=x, y=y, steps=run.steps)]
    for name, trajectory in zip(labels(run.optimizers), trajectories, strict=True):
        sentences.append(_outcome(name, run, trajectory, view, t))
        left = path(trajectory, run.surface.domain).exit
        if left is not None and trajectory.status.has_result:
            sentences.append(t("figure.alt.left", name=name, step=left.step))
    return " ".join(sentences)


def _outcome(name: str, run: SurfaceRun, trajectory: Trajectory, view: SurfaceView, t: Translator) -> str:
    last = short(float(trajectory.loss[-1]))
    if trajectory.status is Status.FAILED:
        return f"{stopped_sentence(name, trajectory, t)} {t('figure.alt.last', loss=last)}"
    if trajectory.status.diverged:
        return t("figure.alt.diverged", name=name, step=trajectory.stopped_at, loss=last)
    reached = metrics.steps_to(trajectory, run.surface, view.target)
    if reached is not None:
        return t("figure.alt.reached", name=name, share=short(view.target), step=reached)
    return t("figure.alt.ends", name=name, loss=last, steps=trajectory.steps)


def curves_alt(run: SurfaceRun, trajectories: Sequence[Trajectory], view: SurfaceView, t: Translator) -> str:
    """Sentences: the quantity, the last value of each contender, the number of values that a log axis cannot show."""
    curves, axis = race_curves(run, trajectories, view)
    title = t(f"figure.quantity.{view.quantity}")
    quantity = t("figure.log_axis", name=title) if axis.log else title
    last = max(int(positions(trajectory, view)[-1]) for trajectory in trajectories)
    steps = t("figure.alt.curves", quantity=quantity, steps=run.steps)
    sentences = [steps if view.by == "step" else t("figure.alt.by_evaluation", quantity=quantity, count=last)]
    for name, values, trajectory in zip(labels(run.optimizers), curves, trajectories, strict=True):
        shown = values[np.isfinite(values)]
        if not trajectory.status.has_result:
            sentences.append(stopped_sentence(name, trajectory, t))
        elif len(shown):
            sentences.append(t("figure.alt.value", name=name, value=short(float(shown[-1]))))
    missing = sum(int(np.count_nonzero(~drawable(values, log=axis.log))) for values in curves)
    if missing and axis.log:
        sentences.append(t("figure.gaps", count=missing))
    return " ".join(sentences)
