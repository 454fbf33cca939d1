"""Alternative texts of the views of a training, one per figure or panel."""

from collections.abc import Callable, Sequence

import numpy as np

from optim_core.base.text import Translator
from optim_core.figures.numbers import short
from optim_core.figures.stop_text import stopped_sentence
from optim_core.figures.training.averaged_names import averaged_names
from optim_core.figures.training.curves import is_share, measure_name
from optim_core.optimizers.labels import labels
from optim_core.optimizers.preconditioner import max_stable_preconditioned
from optim_core.specs import ModelRun
from optim_core.specs.edge import max_stable_curvature
from optim_core.specs.results import TrainingLog
from optim_core.specs.views import ModelView
from optim_core.train.landscape import Landscape


def training_alt(
    run: ModelRun,
    groups: Sequence[Sequence[TrainingLog]],
    view: ModelView,
    t: Translator,
    seconds: Sequence[float] = (),
) -> str:
    """Sentences: the last test score or loss of each contender, averaged over seeds; steps at which runs stopped.

    By the second it needs the `seconds` of an evaluation of each contender, and gives those of its training.
    """
    most = max(int(log.evaluations[-1]) for logs in groups for log in logs)
    quantity = measure_name(run, view.measure, t)
    sentences = [t(f"figure.alt.training_by.{view.by}", quantity=quantity, epochs=run.epochs, count=most)]
    times = seconds if view.by == "second" else [None] * len(groups)
    for name, logs, time in zip(labels(run.optimizers), groups, times, strict=True):
        if time is not None:
            evaluations = float(np.mean([log.evaluations[-1] for log in logs]))
            sentences.append(t("figure.alt.seconds", name=name, seconds=short(time * evaluations)))
        last = [getattr(log, f"test_{view.measure}")[-1] for log in logs if log.status.has_result]
        if last:
            sentences.append(t("figure.alt.value", name=name, value=_number(run, view.measure, _mean(last))))
        ends = [log.averaged[f"test_{view.measure}"][-1:] for log in logs if log.averaged and log.status.has_result]
        if averaged := [float(end[0]) for end in ends if len(end)]:
            value = _number(run, view.measure, _mean(averaged))
            sentences.append(t("figure.alt.averaged", name=name, value=value))
        sentences += [
            stopped_sentence(name if len(logs) == 1 else f"{name}, {t('label.seed')} {log.seed}", log, t)
            for log in logs
            if not log.status.has_result
        ]
    return " ".join(sentences)


def _mean(values: Sequence[float]) -> float:
    """The mean; infinite where the sum of finite values is too large for a float."""
    with np.errstate(over="ignore", invalid="ignore"):
        return float(np.mean(values))


def decision_boundary_alts(
    run: ModelRun, logs: Sequence[TrainingLog], t: Translator, names: Sequence[str] = ()
) -> list[str]:
    """Text per contender: the share of test examples on the correct side of its decision boundary."""

    def describe(name: str, log: TrainingLog) -> str:
        return t("figure.alt.boundary", name=name, share=f"{log.test_score[-1]:.1%}")

    return _each(run, logs, t, describe, names)


def histogram_alts(
    run: ModelRun, logs: Sequence[TrainingLog], view: ModelView, t: Translator, names: Sequence[str] = ()
) -> list[str]:
    """Text per contender: first and last standard deviation of the weights, or last update ratio of each layer."""

    def describe(name: str, log: TrainingLog) -> str:
        if view.histogram == "weights":
            first, last = (short(float(row.std(dtype=np.float64))) for row in log.weights[[0, -1]])
            return t("figure.alt.weights", name=name, first=first, last=last)
        ratios = [short(float(ratio)) for ratio in log.update_ratio[-1]] if len(log.update_ratio) else []
        return t("figure.alt.updates", name=name, ratios=", ".join(ratios))

    return _each(run, logs, t, describe, names)


def layer_alts(run: ModelRun, logs: Sequence[TrainingLog], view: ModelView, t: Translator) -> list[str]:
    """Text per contender: the last value of each layer."""

    def describe(name: str, log: TrainingLog) -> str:
        rows = getattr(log, view.layer)
        values = zip(log.layers, rows[-1].tolist() if len(rows) else [], strict=False)
        shown = ", ".join(f"{layer} {short(value)}" for layer, value in values)
        return t("figure.alt.layers", name=name, quantity=t(f"figure.layer.{view.layer}"), values=shown)

    return _each(run, logs, t, describe)


def sharpness_alt(run: ModelRun, logs: Sequence[TrainingLog], t: Translator) -> str:
    """Sentences: each contender's last sharpness, and its edge of stability if it has one."""
    sentences = [t("figure.alt.sharpness", steps=run.steps)]
    for name, log in zip(labels(run.optimizers), logs, strict=True):
        if len(log.sharpness):
            sentences.append(t("figure.alt.value", name=name, value=short(float(log.sharpness[-1]))))
        if (edge := max_stable_curvature(run, log.optimizer)) is not None:
            sentences.append(t("figure.alt.edge", name=name, edge=short(edge)))
        if not log.status.has_result:
            sentences.append(stopped_sentence(name, log, t))
    return " ".join(sentences)


def preconditioned_alt(run: ModelRun, logs: Sequence[TrainingLog], t: Translator) -> str:
    """Sentences: the last preconditioned sharpness of each contender that has one, and its edge of stability."""
    sentences = [t("figure.alt.preconditioned", steps=run.steps)]
    for name, log in zip(labels(run.optimizers), logs, strict=True):
        if len(log.preconditioned):
            sentences.append(t("figure.alt.value", name=name, value=short(float(log.preconditioned[-1]))))
            if (edge := max_stable_preconditioned(log.optimizer)) is not None:
                sentences.append(t("figure.alt.edge", name=name, edge=short(edge)))
    return " ".join(sentences)


def landscape_alts(run: ModelRun, shown: Landscape, t: Translator) -> list[str]:
    """Texts of the landscape and of the loss on its plane: explained variance; last losses on path and plane."""
    share, names, averaged = f"{shown.plane.explained:.1%}", labels(run.optimizers), []
    if len(shown.paths) > len(names):
        names += averaged_names(run, t)
        averaged.append(t("figure.alt.landscape_averaged"))
    ends = [
        t("figure.alt.plane_loss_end", name=name, true=short(float(true[-1])), flat=short(float(flat[-1])))
        for name, true, flat in zip(names, shown.path_losses, shown.plane_losses, strict=True)
    ]
    paths = [t("figure.alt.landscape", share=share), *averaged]
    return [" ".join(paths), " ".join([t("figure.alt.plane_loss"), *ends])]


def _each(
    run: ModelRun,
    logs: Sequence[TrainingLog],
    t: Translator,
    describe: Callable[[str, TrainingLog], str],
    names: Sequence[str] = (),
) -> list[str]:
    texts = []
    for name, log in zip(names or labels(run.optimizers), logs, strict=True):
        stopped = [] if log.status.has_result else [stopped_sentence(name, log, t)]
        texts.append(" ".join([describe(name, log), *stopped]))
    return texts


def _number(run: ModelRun, measure: str, value: float) -> str:
    return f"{value:.1%}" if is_share(run, measure) else short(value)
