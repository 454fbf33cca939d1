"""Sharpness during each training, beside its edge of stability."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from optim_core.base.result import Array
from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.marks import Mark, annotations, crosses, no_values_note
from optim_core.figures.numbers import packed
from optim_core.figures.scales import drawable, scale
from optim_core.figures.stop_text import stopped_label
from optim_core.optimizers.labels import labels
from optim_core.optimizers.preconditioner import max_stable_preconditioned
from optim_core.specs import ModelRun
from optim_core.specs.edge import max_stable_curvature
from optim_core.specs.results import TrainingLog
from optim_core.specs.views import ModelView


class _Quantity(NamedTuple):
    """Contents of the figure: values, their steps, the stability limit of each contender, and the axis title."""

    values: Sequence[Array]
    at: Sequence[NDArray[np.int64]]
    edges: Sequence[float | None]
    axis: str


def sharpness_figure(
    run: ModelRun, logs: Sequence[TrainingLog], view: ModelView, t: Translator, indices: Sequence[int]
) -> go.Figure:
    """Figure of the largest eigenvalue of the Hessian against the step, from one log per contender.

    A dotted line is the contender's edge of stability, above which its steps on a parabola grow.
    """
    edges = [max_stable_curvature(run, optimizer) for optimizer in run.optimizers]
    values, at = [log.sharpness for log in logs], [log.sharpness_at for log in logs]
    return _figure(run, logs, _Quantity(values, at, edges, "axis"), view, t, indices)


def preconditioned_figure(
    run: ModelRun, logs: Sequence[TrainingLog], view: ModelView, t: Translator, indices: Sequence[int]
) -> go.Figure:
    """The same of the Hessian divided by what Adam and AdamW divide their steps by; only these are drawn."""
    adaptive = [place for place, log in enumerate(logs) if len(log.preconditioned)]
    edges = [max_stable_preconditioned(run.optimizers[place]) for place in adaptive]
    shown = [logs[place] for place in adaptive]
    values, at = [log.preconditioned for log in shown], [log.preconditioned_at for log in shown]
    names, quantity = labels(run.optimizers), _Quantity(values, at, edges, "preconditioned")
    return _figure(run, shown, quantity, view, t, [indices[place] for place in adaptive], [names[i] for i in adaptive])


def _figure(
    run: ModelRun,
    logs: Sequence[TrainingLog],
    quantity: _Quantity,
    view: ModelView,
    t: Translator,
    indices: Sequence[int],
    names: Sequence[str] = (),
) -> go.Figure:
    edges, names = quantity.edges, names or labels(run.optimizers)
    known = [np.array([edge]) for edge in edges if edge is not None]
    curves = [*quantity.values, *known]
    axis = scale(curves, [*(log.status.diverged for log in logs), *(False for _ in known)], view.axis)
    traces, marks, missing = [], [], 0
    every = zip(logs, quantity.values, quantity.at, edges, names, indices, strict=True)
    for log, values, at, edge, name, index in every:
        shown = drawable(values, log=axis.log)
        missing += int(np.count_nonzero(~shown))
        traces.append(_line(at, packed(values, shown), name, index, t))
        if edge is not None:
            traces.append(_edge(run, edge, name, index, t))
        ends = np.flatnonzero(shown)
        if not log.status.has_result and len(ends):
            step, value = int(at[ends[-1]]), float(values[ends[-1]])
            traces.append(crosses([step], [value], name, index))
            y = axis.position(min(max(value, 0.0), 10**axis.high if axis.log else axis.high))
            text = stopped_label(log, t)
            marks.append(Mark(text, step / run.steps, axis.share(value), (step, y), style.contender_style(index), step))
    title = t(f"figure.sharpness.{quantity.axis}")
    without = [name for edge, name in zip(edges, names, strict=True) if edge is None]
    notes = [t("figure.sharpness.no_edge", names=", ".join(without))] if without else []
    notes += [t("figure.gaps", count=missing)] if missing and axis.log else []
    return style.figure(
        {
            "data": traces,
            "layout": style.layout(
                xaxis=style.axis(t("figure.step"), range=[0, run.steps]),
                yaxis=style.axis(t("figure.log_axis", name=title) if axis.log else title, **axis.axis),
                uirevision=f"{quantity.axis} {'log' if axis.log else 'linear'}",
                annotations=[
                    *annotations(marks),
                    *no_values_note(curves, t),
                    *([style.note("<br>".join(notes))] if notes else []),
                ],
                showlegend=True,
            ),
        }
    )


def _line(x: Any, y: Any, name: str, index: int, t: Translator) -> dict[str, Any]:
    contender = style.contender_style(index)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": x.tolist(),
        "y": y,
        "line": {"color": contender.color, "width": 2},
        "marker": {"symbol": contender.symbol, "size": 4, "color": contender.color},
        "hovertemplate": f"{name}<br>{t('figure.step')} %{{x}}<br>%{{y:.3~g}}<extra></extra>",
        "meta": style.meta("sharpness", index=index),
    }


def _edge(run: ModelRun, edge: float, name: str, index: int, t: Translator) -> dict[str, Any]:
    label = t("figure.sharpness.edge", name=name)
    return {
        "type": "scatter",
        "mode": "lines",
        "name": label,
        "x": [0, run.steps],
        "y": [edge, edge],
        "line": {"color": style.contender_style(index).color, "width": 1.5, "dash": "dot"},
        "hovertemplate": f"{label}<br>%{{y:.3~g}}<extra></extra>",
        "showlegend": False,
        "meta": style.meta("edge", index=index),
    }
