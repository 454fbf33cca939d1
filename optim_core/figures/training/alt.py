"""What the views of a training show, in words, for those who do not see them; a text a panel."""

from collections.abc import Callable, Sequence

import numpy as np

from optim_core.base.text import Translator
from optim_core.figures.numbers import short
from optim_core.figures.stop_text import stopped_sentence
from optim_core.figures.training.curves import is_share, measure_name
from optim_core.optimizers.labels import labels
from optim_core.specs import ModelRun
from optim_core.specs.results import TrainingLog
from optim_core.specs.views import ModelView
from optim_core.train.landscape import Landscape


def training_alt(run: ModelRun, groups: Sequence[Sequence[TrainingLog]], view: ModelView, t: Translator) -> str:
    """The mean over each contender's seeds of the last test score or loss, and which diverged or failed when."""
    along = "training" if view.by == "epoch" else "training_by_evaluation"
    most = max(int(log.evaluations[-1]) for logs in groups for log in logs)
    said = [t(f"figure.alt.{along}", quantity=measure_name(run, view.measure, t), epochs=run.epochs, count=most)]
    for name, logs in zip(labels(run.optimizers), groups, strict=True):
        last = [getattr(log, f"test_{view.measure}")[-1] for log in logs if log.status.has_result]
        if last:
            with np.errstate(over="ignore", invalid="ignore"):
                mean = float(np.mean(last))
            said.append(t("figure.alt.value", name=name, value=_number(run, view.measure, mean)))
        said += [
            stopped_sentence(name if len(logs) == 1 else f"{name}, {t('label.seed')} {log.seed}", log, t)
            for log in logs
            if not log.status.has_result
        ]
    return " ".join(said)


def decision_boundary_alts(run: ModelRun, logs: Sequence[TrainingLog], t: Translator) -> list[str]:
    """How many test examples are on the right side of each contender's boundary."""
    return _each(run, logs, t, lambda name, log: t("figure.alt.boundary", name=name, share=f"{log.test_score[-1]:.1%}"))


def histogram_alts(run: ModelRun, logs: Sequence[TrainingLog], view: ModelView, t: Translator) -> list[str]:
    """How far the weights are spread at first and at last, or between which sizes the last updates lie."""

    def words(name: str, log: TrainingLog) -> str:
        if view.histogram == "weights":
            first, last = (short(float(row.std(dtype=np.float64))) for row in log.weights[[0, -1]])
            return t("figure.alt.weights", name=name, first=first, last=last)
        ratios = [short(float(ratio)) for ratio in log.update_ratio[-1]] if len(log.update_ratio) else []
        return t("figure.alt.updates", name=name, ratios=", ".join(ratios))

    return _each(run, logs, t, words)


def layer_alts(run: ModelRun, logs: Sequence[TrainingLog], view: ModelView, t: Translator) -> list[str]:
    """The last value of each layer."""

    def words(name: str, log: TrainingLog) -> str:
        rows = getattr(log, view.layer)
        values = zip(log.layers, rows[-1].tolist() if len(rows) else [], strict=False)
        told = ", ".join(f"{layer} {short(value)}" for layer, value in values)
        return t("figure.alt.layers", name=name, quantity=t(f"figure.layer.{view.layer}"), values=told)

    return _each(run, logs, t, words)


def sharpness_alt(run: ModelRun, logs: Sequence[TrainingLog], t: Translator) -> str:
    """Where each contender's sharpness ends, beside its edge where it has one."""
    said = [t("figure.alt.sharpness", steps=run.steps)]
    for name, log in zip(labels(run.optimizers), logs, strict=True):
        if len(log.sharpness):
            said.append(t("figure.alt.value", name=name, value=short(float(log.sharpness[-1]))))
        if log.optimizer.max_stable_curvature is not None:
            said.append(t("figure.alt.edge", name=name, edge=short(log.optimizer.max_stable_curvature)))
        if not log.status.has_result:
            said.append(stopped_sentence(name, log, t))
    return " ".join(said)


def landscape_alts(run: ModelRun, shown: Landscape, t: Translator) -> list[str]:
    """How much of the paths the plane holds; where they end, and how low the plane's loss is there."""
    share = f"{shown.plane.explained:.1%}"
    ends = [
        t("figure.alt.plane_loss_end", name=name, true=short(float(true[-1])), flat=short(float(flat[-1])))
        for name, true, flat in zip(labels(run.optimizers), shown.path_losses, shown.plane_losses, strict=True)
    ]
    return [t("figure.alt.landscape", share=share), " ".join([t("figure.alt.plane_loss"), *ends])]


def _each(
    run: ModelRun, logs: Sequence[TrainingLog], t: Translator, words: Callable[[str, TrainingLog], str]
) -> list[str]:
    told = []
    for name, log in zip(labels(run.optimizers), logs, strict=True):
        gone = [] if log.status.has_result else [stopped_sentence(name, log, t)]
        told.append(" ".join([words(name, log), *gone]))
    return told


def _number(run: ModelRun, measure: str, value: float) -> str:
    return f"{value:.1%}" if is_share(run, measure) else short(value)
