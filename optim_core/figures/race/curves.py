"""Curves of a quantity such as the loss against steps or evaluations, one per contender."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from optim_core.base.result import Array
from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.marks import NARROW, Mark, annotations, no_values_note
from optim_core.figures.numbers import packed
from optim_core.figures.scales import Scale, drawable, scale
from optim_core.figures.stop_text import stopped_label
from optim_core.optimizers.labels import labels
from optim_core.specs import SurfaceRun
from optim_core.specs.quantities import BY_NAME
from optim_core.specs.results import Trajectory
from optim_core.specs.views import SurfaceView

MARGIN = {"l": 62, "r": 10, "t": 10, "b": 44}
"""Pixels; the left margin has room for the longest numbers, so that curves stay in place when numbers change."""


def race_curves(run: SurfaceRun, trajectories: Sequence[Trajectory], view: SurfaceView) -> tuple[list[Array], Scale]:
    """Values of `view.quantity` of each trajectory (n + 1 - first,), and the axis that shows them all."""
    quantity = BY_NAME[view.quantity]
    curves = [quantity.values(trajectory, run.surface) for trajectory in trajectories]
    diverged = [trajectory.status.diverged for trajectory in trajectories]
    return curves, scale(curves, diverged, quantity.axis if view.axis == "auto" else view.axis)


def curves_figure(
    run: SurfaceRun,
    trajectories: Sequence[Trajectory],
    view: SurfaceView,
    t: Translator,
    indices: Sequence[int],
) -> go.Figure:
    """Figure of `view.quantity` of every contender against steps or evaluations (`view.by`).

    `indices` are the contenders' indices in the palette. Values that the axis cannot show are gaps; a note counts them.
    """
    return style.figure(curves_drawing(run, trajectories, view, t, indices))


def curves_drawing(
    run: SurfaceRun,
    trajectories: Sequence[Trajectory],
    view: SurfaceView,
    t: Translator,
    indices: Sequence[int],
) -> style.Drawing:
    """Drawing of `curves_figure` for the page, not validated."""
    names, quantity = labels(run.optimizers), BY_NAME[view.quantity]
    (curves, axis), first = race_curves(run, trajectories, view), quantity.first
    traces, marks, missing, by = [], [], 0, t(f"figure.{view.by}")
    counts = [positions(trajectory, view) for trajectory in trajectories]
    longest = max(run.steps, *(int(count[-1]) for count in counts))
    for trajectory, values, at, name, index in zip(trajectories, curves, counts, names, indices, strict=True):
        drawn = drawable(values, log=axis.log)
        missing += int(np.count_nonzero(~drawn))
        x = {"x0": first, "dx": 1} if view.by == "step" else {"x": packed(at[first:].astype(np.float64))}
        traces.append(_curve(values, drawn, x, first, name, index, by))
        rows = np.flatnonzero(drawn)
        if len(rows):
            last = int(rows[-1])
            end = min(max(axis.position(float(values[last])), axis.low), axis.high)
            there = int(at[last + first])
            traces.append(_end(there, last + first, end, axis, trajectory, name, index))
            if not trajectory.status.has_result:
                text = stopped_label(trajectory, t)
                shares = (there / longest, (end - axis.low) / (axis.high - axis.low))
                marks.append(Mark(text, *shares, (there, end), style.contender_style(index), last + first))
    title = t(f"figure.quantity.{view.quantity}")
    empty = "figure.nothing" if quantity.needs_minimum and not run.surface.minima else "figure.no_values"
    return {
        "data": traces,
        "layout": style.layout(
            margin=MARGIN,
            xaxis=style.axis(by, range=[0, longest], rangemode="tozero", automargin=False),
            yaxis=style.axis(t("figure.log_axis", name=title) if axis.log else title, **axis.axis, automargin=False),
            uirevision=f"{view.quantity} {'log' if axis.log else 'linear'} {view.by}",
            annotations=[*annotations(marks, NARROW), *_notes(curves, missing, axis, empty, t)],
            showlegend=True,
        ),
    }


def positions(trajectory: Trajectory, view: SurfaceView) -> NDArray[np.int64]:
    """Position of each point of a path on the x axis (n + 1,): its step, or its number of evaluations."""
    return trajectory.evaluations if view.by == "evaluation" else np.arange(trajectory.steps + 1)


def _curve(values: Array, drawn: Any, x: dict[str, Any], first: int, name: str, index: int, by: str) -> dict[str, Any]:
    contender = style.contender_style(index)
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        **x,
        "y": packed(values, drawn),
        "line": {"color": contender.color, "width": style.PATH_WIDTH, "dash": contender.dash},
        "hovertemplate": f"{name}<br>{by} %{{x}}<br>%{{y:.3~g}}<extra></extra>",
        "meta": style.meta("path", index=index, first=first),
    }


def _end(x: int, step: int, y: float, axis: Scale, trajectory: Trajectory, name: str, index: int) -> dict[str, Any]:
    contender = style.contender_style(index)
    marker = {"symbol": contender.symbol, "size": 7, "color": contender.color}
    if not trajectory.status.has_result:
        marker = style.cross(contender)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [x],
        "y": [10**y if axis.log else y],
        "marker": marker,
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
        "meta": style.meta("head", index=index, steps=[step]),
    }


def _notes(curves: Sequence[Array], missing: int, axis: Scale, key: str, t: Translator) -> list[dict[str, Any]]:
    if empty := no_values_note(curves, t, key):
        return empty
    if missing and axis.log:
        return [style.note(t("figure.gaps", count=missing), x=0.99, xanchor="right")]
    return []
