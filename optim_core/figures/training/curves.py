"""A model's training: score an epoch, or the loss of its steps and epochs, one curve a contender and one band."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from optim_core.base.result import Array, Status
from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.marks import NARROW, Mark, annotations, crosses, no_values_note
from optim_core.figures.numbers import packed
from optim_core.figures.scales import Scale, drawable, scale
from optim_core.figures.stop_text import stopped_label
from optim_core.models.tasks import accuracy
from optim_core.optimizers.labels import labels
from optim_core.specs import ModelRun
from optim_core.specs.results import TrainingLog
from optim_core.specs.views import ModelView
from optim_core.train.seed_statistics import SeedBand, seed_band

Trace = dict[str, Any]
MOST_MARKERS = 40
LOWEST_SCORE = -0.5
"""How far down a score may draw the axis; that of numbers has no bound."""


def training_figure(
    run: ModelRun, logs: Sequence[Sequence[TrainingLog]], view: ModelView, t: Translator, indices: Sequence[int]
) -> go.Figure:
    """Test curves thick, training curves thin, against the epoch or the evaluation; logs by contender, then by seed.

    Score: both after each epoch. Loss: the mini-batches' smoothed over steps, the test set's after each epoch.
    Several seeds show as their median and, for the test curve, the band of their middle half or each by itself.
    """
    counts = [_counted(run, seeds, view) for seeds in logs]
    longest = run.epochs if view.by == "epoch" else max(run.steps, *(float(count[-1]) for count in counts))
    pairs = zip(logs, counts, strict=True)
    curves = [[_curve(run, seeds, role, view, count) for role in ("train", "test")] for seeds, count in pairs]
    axis = _axis(curves, logs, view)
    number = "%{y:.1%}" if is_share(run, view.measure) else "%{y:.3~g}"
    roles = ("train", "test", "single")
    along = t(f"figure.{view.by}")
    hovers = {role: f"{t(f'figure.{role}')}<br>{along} %{{x:.2~f}}<br>{number}" for role in roles}
    traces, marks, missing = [], [], 0
    names = labels(run.optimizers)
    for seeds, pair, count, name, index in zip(logs, curves, counts, names, indices, strict=True):
        several = len(seeds) > 1
        if several and view.singles:
            traces += [_line(pair[1], one, "single", axis, hovers["single"], name, index) for one in pair[1].all]
        elif several:
            traces += _band(pair[1], axis, name, index)
        for role, curve in zip(("train", "test"), pair, strict=True):
            values = curve.band.middle
            missing += int(np.count_nonzero(np.isfinite(values) & ~drawable(values, log=axis.log)))
            traces.append(_line(curve, values, role, axis, hovers[role], name, index))
        lost, mark = _divergence(seeds, pair[0], count, longest, axis, name, index, t)
        traces += lost
        marks += mark
    words = measure_name(run, view.measure, t)
    every = [curve.band.middle for pair in curves for curve in pair]
    gaps = [style.note(t("figure.gaps", count=missing))] if missing and axis.log else []
    percent = {"tickformat": ".0%"} if is_share(run, view.measure) else {}
    return style.figure(
        {
            "data": traces,
            "layout": style.layout(
                xaxis=style.axis(along, range=[0, longest]),
                yaxis=style.axis(t("figure.log_axis", name=words) if axis.log else words, **axis.axis, **percent),
                uirevision=f"{view.measure} {'log' if axis.log else 'linear'} {view.by}",
                annotations=[*annotations(marks, NARROW), *no_values_note(every, t), *gaps],
                showlegend=True,
            ),
        }
    )


def smoothed(values: Array, weight: float) -> Array:
    """The exponential average with `weight` on the past, free of bias towards zero at the start; it skips no value.

    s ← w s + (1 − w) v,  ŝ = s / (1 − wᵗ)
    """
    result, state, rest = np.empty_like(values), 0.0, 1.0
    for i, value in enumerate(values.tolist()):
        state, rest = weight * state + (1 - weight) * value, weight * rest
        result[i] = state / (1 - rest)
    return result


@dataclass(frozen=True)
class _Curve:
    """One quantity of all seeds of a contender; `x` as long as the longest of `all`."""

    x: Array
    all: Sequence[Array]
    band: SeedBand


def _curve(run: ModelRun, seeds: Sequence[TrainingLog], role: str, view: ModelView, counted: Array) -> _Curve:
    worst = -np.inf if view.measure == "score" else np.inf
    of_steps = view.measure == "loss" and role == "train"
    every = [
        smoothed(log.loss, view.smoothing) if of_steps else getattr(log, f"{role}_{view.measure}") for log in seeds
    ]
    x = counted[:: 1 if of_steps else run.steps_per_epoch]
    return _Curve(x[: max(map(len, every))], every, seed_band(every, worst))


def _counted(run: ModelRun, seeds: Sequence[TrainingLog], view: ModelView) -> Array:
    """Where a contender is after each update: in epochs, or in evaluations, the mean of the seeds that came so far."""
    steps = max(len(log.evaluations) for log in seeds)
    if view.by == "epoch":
        return np.arange(steps) / run.steps_per_epoch
    rows = np.full((len(seeds), steps), np.nan)
    for row, log in zip(rows, seeds, strict=True):
        row[: len(log.evaluations)] = log.evaluations
    mean: Array = np.nanmean(rows, axis=0)
    return mean


def _axis(curves: Sequence[Sequence[_Curve]], logs: Sequence[Sequence[TrainingLog]], view: ModelView) -> Scale:
    if view.measure == "score":
        lowest = [float(one.min()) for pair in curves for curve in pair for one in curve.all if len(one)]
        return Scale(False, max(min([0.9, *(np.floor(10 * value) / 10 for value in lowest)]), LOWEST_SCORE), 1.0)
    every = [(one, log.status.diverged) for pair, seeds in zip(curves, logs, strict=True) for curve in pair
             for one, log in zip(curve.all, seeds, strict=True)]  # fmt: skip
    return scale([one for one, _ in every], [gone for _, gone in every], view.axis)


def is_share(run: ModelRun, measure: str) -> bool:
    """Whether the measure is a share, to be written in per cent."""
    return measure == "score" and run.dataset.task.score is accuracy


def measure_name(run: ModelRun, measure: str, t: Translator) -> str:
    """What the run's task calls its score or its loss."""
    return t(f"{measure}.{getattr(run.dataset.task, measure).__name__}")


def _line(curve: _Curve, values: Array, role: str, axis: Scale, hover: str, name: str, index: int) -> Trace:
    look, test = style.contender_style(index), role == "test"
    return {
        "type": "scatter",
        "mode": "lines+markers" if test else "lines",
        "name": name,
        "x": packed(curve.x[: len(values)]),
        "y": packed(values, drawable(values, log=axis.log)),
        "line": {"color": look.colour, "width": 2 if test else 1, "dash": "dot" if role == "train" else "solid"},
        "marker": {
            "symbol": look.symbol,
            "size": 5 if test else 0,
            "color": look.colour,
            "maxdisplayed": MOST_MARKERS,
        },
        "opacity": {"test": 1, "train": 0.75, "single": 0.4}[role],
        "showlegend": test,
        "hovertemplate": f"{name} · {hover}<extra></extra>",
        "meta": style.meta(role, slot=index),
    }


def _band(curve: _Curve, axis: Scale, name: str, index: int) -> list[Trace]:
    """Nothing where not even one quantile is finite; an infinite edge is drawn at the edge of the axis."""
    bottom, top = (10.0**end if axis.log else end for end in (axis.low, axis.high))
    low, high = (np.clip(edge, bottom, top) for edge in (curve.band.low, curve.band.high))
    some = np.isfinite(curve.band.low) | np.isfinite(curve.band.high)
    if np.count_nonzero(some) < 2:
        return []
    x = curve.x[some]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": packed(np.concatenate([x, x[::-1]])),
            "y": packed(np.concatenate([low[some], high[some][::-1]])),
            "fill": "toself",
            "fillcolor": style.faded(style.contender_style(index).colour, 0.16),
            "line": {"width": 0},
            "hoverinfo": "skip",
            "showlegend": False,
            "meta": style.meta("band", slot=index),
        }
    ]


def _divergence(
    seeds: Sequence[TrainingLog],
    curve: _Curve,
    counted: Array,
    longest: float,
    axis: Scale,
    name: str,
    index: int,
    t: Translator,
) -> tuple[list[Trace], list[Mark]]:
    """A cross where each seed that diverged or failed ended, and words at the first of them."""
    ends = []
    for log, values in zip(seeds, curve.all, strict=True):
        if not log.status.has_result and log.stopped_at is not None:
            rows = np.flatnonzero(drawable(values, log=axis.log))
            last = float(values[rows[-1]]) if len(rows) else axis.low
            ends.append((log.stopped_at, last))
    if not ends:
        return [], []
    places = [min(max(axis.place(last), axis.low), axis.high) for _, last in ends]
    look, xs = style.contender_style(index), [float(counted[step]) for step, _ in ends]
    ys = [10**place if axis.log else place for place in places]
    first = min(range(len(ends)), key=lambda i: ends[i][0])
    step, last = ends[first]
    failed = any(log.status is Status.FAILED for log in seeds)
    key = "figure.failed_seeds" if failed else "figure.diverged_seeds"
    alone = len(seeds) == 1
    text = stopped_label(seeds[0], t) if alone else t(key, step=step, count=len(ends), seeds=len(seeds))
    mark = Mark(text, xs[first] / longest, axis.share(last), (xs[first], places[first]), look, step)
    return [crosses(xs, ys, name, index)], [mark]
