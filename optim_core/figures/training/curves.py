"""Curves of trainings: score per epoch, or loss per step and epoch; one curve and one band per contender."""

from collections.abc import Sequence
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
from optim_core.figures.training.curve_values import Curve, curve_of, positions_of
from optim_core.optimizers.labels import labels
from optim_core.specs import ModelRun
from optim_core.specs.results import TrainingLog
from optim_core.specs.thinning import shown_rows
from optim_core.specs.views import ModelView

Trace = dict[str, Any]
BESIDE = 0.008
"""Share of the horizontal axis that is left free at either end, so that markers there are whole."""
MOST_MARKERS = 40
"""Most markers on a curve."""
DASHES = {"train": "dot", "averaged": "dash"}
LOWEST_SCORE = -0.5
"""Lowest end of the axis of scores; R² has no lower bound."""


def training_figure(
    run: ModelRun,
    logs: Sequence[Sequence[TrainingLog]],
    view: ModelView,
    t: Translator,
    indices: Sequence[int],
    seconds: Sequence[float] = (),
) -> go.Figure:
    """Figure of test curves (thick) and training curves (thin) against epochs, evaluations or seconds (`view.by`).

    By the second it needs the `seconds` of an evaluation of each contender, as from `evaluation_seconds`.

    The test curves of averaged weights, if the run has them, are dashed.

    `logs` are ordered by contender, then by seed. Scores are those after each epoch. The training loss is that of the
    mini-batches, smoothed; the test loss is that after each epoch. Several seeds are drawn as their median; the test
    curve also has the band of their middle half, or a curve per seed.
    """
    times = seconds if view.by == "second" else [1.0] * len(logs)
    counts = [positions_of(run, seeds, view, time) for seeds, time in zip(logs, times, strict=True)]
    planned = run.epochs if view.by == "epoch" else run.steps * max(times)
    longest = max(planned, *(float(count[-1]) for count in counts))
    pairs = zip(logs, counts, strict=True)
    shown = ("train", "test", *(["averaged"] if run.ema_decay else []))
    curves = [[curve_of(run, seeds, role, view, count) for role in shown] for seeds, count in pairs]
    axis = _axis(curves, logs, view)
    number = "%{y:.1%}" if is_share(run, view.measure) else "%{y:.3~g}"
    roles = ("train", "test", "averaged", "single")
    along = t(f"figure.{view.by}")
    place = "%{x:.3~g}" if view.by == "second" else "%{x:.2~f}"
    hovers = {role: f"{t(f'figure.{role}')}<br>{along} {place}<br>{number}" for role in roles}
    traces, marks, points, missing = [], [], [], 0
    names = labels(run.optimizers)
    for seeds, pair, count, name, index in zip(logs, curves, counts, names, indices, strict=True):
        several = len(seeds) > 1
        if several and view.singles:
            traces += [_line(pair[1], one, "single", axis, hovers["single"], name, index) for one in pair[1].all]
        elif several:
            traces += _band(pair[1], axis, name, index)
        for role, curve in zip(shown, pair, strict=True):
            values = curve.band.middle
            missing += int(np.count_nonzero(np.isfinite(values) & ~drawable(values, log=axis.log)))
            traces.append(_line(curve, values, role, axis, hovers[role], name, index))
        lost, mark = _divergence(seeds, pair[0], count, longest, axis, name, index, t)
        traces += lost
        points += [(x / longest, axis.share(y)) for one in lost for x, y in zip(one["x"], one["y"], strict=True)]
        marks += mark
    title = measure_name(run, view.measure, t)
    every = [curve.band.middle for pair in curves for curve in pair]
    gaps = [style.note(t("figure.gaps", count=missing))] if missing and axis.log else []
    percent = {"tickformat": ".0%"} if is_share(run, view.measure) else {}
    return style.figure(
        {
            "data": traces,
            "layout": style.layout(
                xaxis=style.axis(along, range=[-BESIDE * longest, (1 + BESIDE) * longest]),
                yaxis=style.axis(t("figure.log_axis", name=title) if axis.log else title, **axis.axis, **percent),
                uirevision=f"{view.measure} {'log' if axis.log else 'linear'} {view.by}",
                annotations=[*annotations(marks, NARROW, points), *no_values_note(every, t), *gaps],
                showlegend=True,
            ),
        }
    )


def _axis(curves: Sequence[Sequence[Curve]], logs: Sequence[Sequence[TrainingLog]], view: ModelView) -> Scale:
    if view.measure == "score":
        lowest = [float(one.min()) for pair in curves for curve in pair for one in curve.all if len(one)]
        return Scale(False, max(min([0.9, *(np.floor(10 * value) / 10 for value in lowest)]), LOWEST_SCORE), 1.0)
    every = [(one, log.status.diverged) for pair, seeds in zip(curves, logs, strict=True) for curve in pair
             for one, log in zip(curve.all, seeds, strict=True)]  # fmt: skip
    return scale([one for one, _ in every], [diverged for _, diverged in every], view.axis)


def is_share(run: ModelRun, measure: str) -> bool:
    """Whether the measure is a share, shown as a percentage."""
    return measure == "score" and run.dataset.task.counts_hits


def measure_name(run: ModelRun, measure: str, t: Translator) -> str:
    """Name of the score or loss of the run's task."""
    return t(f"{measure}.{getattr(run.dataset.task, measure).__name__}")


def _line(curve: Curve, values: Array, role: str, axis: Scale, hover: str, name: str, index: int) -> Trace:
    contender, test, rows = style.contender_style(index), role == "test", shown_rows(values, curve.every)
    return {
        "type": "scatter",
        "mode": "lines+markers" if test else "lines",
        "name": name,
        "x": packed(curve.x[rows]),
        "y": packed(values[rows], drawable(values[rows], log=axis.log)),
        "line": {"color": contender.color, "width": 2 if test else 1, "dash": DASHES.get(role, "solid")},
        "marker": {
            "symbol": contender.symbol,
            "size": 5 if test else 0,
            "color": contender.color,
            "maxdisplayed": MOST_MARKERS,
        },
        "opacity": {"test": 1, "train": 0.75, "averaged": 1, "single": 0.4}[role],
        "showlegend": test,
        "hovertemplate": f"{name} · {hover}<extra></extra>",
        "meta": style.meta(role, index=index),
    }


def _band(curve: Curve, axis: Scale, name: str, index: int) -> list[Trace]:
    """Band between the quantiles; an infinite one is drawn at the edge of the axis, none where neither is finite."""
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
            "fillcolor": style.faded(style.contender_style(index).color, 0.16),
            "line": {"width": 0},
            "hoverinfo": "skip",
            "showlegend": False,
            "meta": style.meta("band", index=index),
        }
    ]


def _divergence(
    seeds: Sequence[TrainingLog],
    curve: Curve,
    positions: Array,
    longest: float,
    axis: Scale,
    name: str,
    index: int,
    t: Translator,
) -> tuple[list[Trace], list[Mark]]:
    """Crosses where seeds diverged or failed, and a label at the first of them."""
    ends = []
    for log, values in zip(seeds, curve.all, strict=True):
        if not log.status.has_result and log.stopped_at is not None:
            rows = np.flatnonzero(drawable(values, log=axis.log))
            last = float(values[rows[-1]]) if len(rows) else axis.low
            ends.append((log.stopped_at, last))
    if not ends:
        return [], []
    heights = [min(max(axis.position(last), axis.low), axis.high) for _, last in ends]
    contender, xs = style.contender_style(index), [float(positions[step]) for step, _ in ends]
    ys = [10**y if axis.log else y for y in heights]
    first = min(range(len(ends)), key=lambda i: ends[i][0])
    step, last = ends[first]
    failed = any(log.status is Status.FAILED for log in seeds)
    key = "figure.failed_seeds" if failed else "figure.diverged_seeds"
    alone = len(seeds) == 1
    text = stopped_label(seeds[0], t) if alone else t(key, step=step, count=len(ends), seeds=len(seeds))
    mark = Mark(text, xs[first] / longest, axis.share(last), (xs[first], heights[first]), contender, step)
    return [crosses(xs, ys, name, index)], [mark]
