"""A model's training: accuracy an epoch, or the loss of its steps and epochs."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from optim_core.figures import style
from optim_core.figures.curves import NARROW, drawable
from optim_core.figures.marks import Mark, annotations
from optim_core.figures.numbers import packed
from optim_core.figures.scales import Scale, scale
from optim_core.labels import labels
from optim_core.results import Array, TrainingLog
from optim_core.specs import ModelRun
from optim_core.text import Translator
from optim_core.views import ModelView


def training_figure(
    run: ModelRun, logs: Sequence[TrainingLog], view: ModelView, t: Translator, slots: Sequence[int]
) -> go.Figure:
    """Test curves thick, training curves thin, against the epoch; logs may be those of a training under way.

    Accuracy: both after each epoch. Loss: the mini-batches' smoothed over steps, the test set's after each epoch.
    """
    lines = [_lines(run, log, view) for log in logs]
    wide = [values for thin, thick in lines for values in (thin[1], thick[1])]
    diverged = [log.status.diverged for log in logs for _ in range(2)]
    axis = Scale(False, 0.0, 1.0) if view.measure == "accuracy" else scale(wide, diverged, view.axis)
    if view.measure == "accuracy":
        axis = Scale(False, min([0.9, *(np.floor(v.min() * 10) / 10 for v in wide if len(v))]), 1.0)
    traces, marks, missing = [], [], 0
    for log, (thin, thick), name, index in zip(logs, lines, labels(run.optimizers), slots, strict=True):
        look = style.slot(index)
        for role, (x, values) in (("train", thin), ("test", thick)):
            drawn = drawable(values, log=axis.log)
            missing += int(np.count_nonzero(~drawn))
            traces.append(_trace(role, x, values, drawn, name, index, view, t))
        if log.status.diverged and log.stopped_at is not None:
            epoch = log.stopped_at / run.steps_per_epoch
            rows = np.flatnonzero(drawable(thin[1], log=axis.log))
            last = float(thin[1][rows[-1]]) if len(rows) else axis.low
            at = min(max(axis.place(last), axis.low), axis.high)
            text = t("figure.diverged_at", step=log.stopped_at)
            traces.append(_cross(epoch, 10**at if axis.log else at, name, index))
            marks.append(Mark(text, epoch / run.epochs, axis.share(last), (epoch, at), look, log.stopped_at))
    words = t(f"figure.measure.{view.measure}")
    percent = {"tickformat": ".0%"} if view.measure == "accuracy" else {}
    gaps = [style.note(t("figure.gaps", count=missing))] if missing and axis.log else []
    return style.figure(
        {
            "data": traces,
            "layout": style.layout(
                xaxis=style.axis(t("figure.epoch"), range=[0, run.epochs]),
                yaxis=style.axis(t("figure.log_axis", name=words) if axis.log else words, **axis.axis, **percent),
                uirevision=f"{view.measure} {'log' if axis.log else 'linear'}",
                annotations=[*annotations(marks, NARROW), *gaps],
                showlegend=True,
            ),
        }
    )


Line = tuple[Array, Array]


def _lines(run: ModelRun, log: TrainingLog, view: ModelView) -> tuple[Line, Line]:
    """(epochs, values) of the thin training curve and of the thick test curve."""
    if view.measure == "accuracy":
        epochs = np.arange(len(log.train_accuracy), dtype=np.float64)
        return (epochs, log.train_accuracy), (np.arange(len(log.test_accuracy), dtype=np.float64), log.test_accuracy)
    steps = np.arange(len(log.loss)) / run.steps_per_epoch
    return (steps, smoothed(log.loss, view.smoothing)), (np.arange(len(log.test_loss), dtype=float), log.test_loss)


def smoothed(values: Array, weight: float) -> Array:
    """The exponential average with `weight` on the past, free of bias towards zero at the start; it skips no value.

    s ← w s + (1 − w) v,  ŝ = s / (1 − wᵗ)
    """
    result, state, rest = np.empty_like(values), 0.0, 1.0
    for i, value in enumerate(values.tolist()):
        state, rest = weight * state + (1 - weight) * value, weight * rest
        result[i] = state / (1 - rest)
    return result


def _trace(
    role: str, x: Array, values: Array, drawn: Any, name: str, index: int, view: ModelView, t: Translator
) -> dict[str, Any]:
    look, test = style.slot(index), role == "test"
    title = f"{name} · {t('figure.' + role)}"
    number = "%{y:.1%}" if view.measure == "accuracy" else "%{y:.3~g}"
    return {
        "type": "scatter",
        "mode": "lines+markers" if test else "lines",
        "name": name,
        "x": packed(x),
        "y": packed(values, drawn),
        "line": {"color": look.colour, "width": 2 if test else 1, "dash": "solid" if test else "dot"},
        "marker": {"symbol": look.symbol, "size": 5 if test else 0, "color": look.colour},
        "opacity": 1 if test else 0.75,
        "showlegend": test,
        "hovertemplate": f"{title}<br>{t('figure.epoch')} %{{x:.2~f}}<br>{number}<extra></extra>",
        "meta": style.meta(role, slot=index),
    }


def _cross(x: float, y: float, name: str, index: int) -> dict[str, Any]:
    colour = style.slot(index).colour
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [x],
        "y": [y],
        "marker": {"symbol": "x-thin", "size": 9, "color": colour, "line": {"width": 3, "color": colour}},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
        "meta": style.meta("head", slot=index),
    }
