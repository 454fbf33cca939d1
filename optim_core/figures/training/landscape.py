"""Loss landscape: the training loss on a plane through weight space, with the contenders' paths."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from optim_core.base.result import Array
from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.frame import REACH, grown, inside
from optim_core.figures.heights import Heights, drawn
from optim_core.figures.marks import PLATE
from optim_core.figures.numbers import packed, single
from optim_core.figures.plane import plane_axes
from optim_core.figures.training.averaged_names import averaged_names
from optim_core.optimizers.labels import labels
from optim_core.specs import ModelRun
from optim_core.specs.results import TrainingLog
from optim_core.specs.views import ModelView
from optim_core.train.landscape import Landscape

Trace = dict[str, Any]
FACTOR = 3.0
"""Losses have log colors if the largest is more than this multiple of the smallest."""


def landscape_figure(
    run: ModelRun,
    shown: Landscape,
    logs: Sequence[TrainingLog],
    view: ModelView,
    t: Translator,
    indices: Sequence[int],
) -> go.Figure:
    """Figure of the training loss on the plane with the path of each contender, and that of its averaged weights.

    `logs` are those of the contenders, one each; averaged paths are thin, dotted, and end in an open marker. A note
    gives the share of the variance that the plane explains.
    """
    frame = ((float(shown.a[0]), float(shown.a[-1])), (float(shown.b[0]), float(shown.b[-1])))
    traces: list[Trace] = [_losses(shown, t)] if np.isfinite(shown.z).any() else []
    names = labels(run.optimizers)
    for points, log, name, index in zip(shown.points[: len(logs)], logs, names, indices, strict=True):
        traces += _path(points, inside(points, grown(frame, REACH)), log, name, index, t)
    for points, log, name, index in zip(shown.points[len(logs) :], logs, averaged_names(run, t), indices, strict=False):
        traces += _averaged_path(points, inside(points, grown(frame, REACH)), log, name, index, t)
    if np.isfinite(start := shown.points[0][0]).all():
        traces.append(_start(start, t))
    notes = [t("figure.landscape.explained", share=f"{shown.plane.explained:.1%}")]
    if not np.isfinite(shown.z).all():
        notes.append(t("figure.landscape.holes"))
    return style.figure(
        {
            "data": traces,
            "layout": style.layout(
                **plane_axes(frame, *(t(f"figure.landscape.{view.plane}", which=which) for which in (1, 2))),
                uirevision=view.plane,
                annotations=[style.note("<br>".join(notes), bgcolor=PLATE)],
            ),
        }
    )


def _heights(shown: Landscape) -> Heights:
    finite = shown.z[np.isfinite(shown.z) & (shown.z > 0)]
    spans = len(finite) > 0 and bool(finite.max() / FACTOR > finite.min())
    return drawn(shown.z, "log" if spans else "linear", 0.0)


def _losses(shown: Landscape, t: Translator) -> Trace:
    heights, known = _heights(shown), np.isfinite(shown.z)
    complete = bool(known.all())
    return {
        "type": "contour",
        "x": packed(shown.a),
        "y": packed(shown.b),
        "z": single(heights.z) if complete else [packed(*row) for row in zip(heights.z, known, strict=True)],
        "customdata": single(shown.z),
        "hovertemplate": f"{t('figure.measure.loss')} %{{customdata:.3~g}}<extra></extra>",
        "colorscale": style.SURFACE_SCALE,
        "zmin": heights.low,
        "zmax": heights.high,
        "zauto": False,
        "autocontour": False,
        "contours": {**heights.contours, "coloring": "fill"},
        "line": {"width": 0.6, "color": style.CONTOUR_LINE, "smoothing": 0.6},
        "colorbar": {
            **heights.ticks,
            "title": {"text": t("figure.measure.loss"), "side": "right", "font": {"size": 11}},
            "thickness": 9,
            "outlinewidth": 0,
            "tickfont": {"size": 10},
            "xpad": 4,
        },
        "meta": style.meta("surface"),
    }


def _path(points: Array, near: Any, log: TrainingLog, name: str, index: int, t: Translator) -> list[Trace]:
    contender = style.contender_style(index)
    x, y = (packed(points[:, axis], near) for axis in (0, 1))
    line = {"color": contender.color, "width": style.PATH_WIDTH, "dash": contender.dash}
    halo = {"color": style.HALO, "width": style.HALO_WIDTH}
    base: Trace = {"type": "scatter", "mode": "lines", "x": x, "y": y, "name": name, "showlegend": False}
    hover = f"{name}<br>{t('figure.step')} %{{customdata}}<extra></extra>"
    traces = [
        {**base, "line": halo, "hoverinfo": "skip", "meta": style.meta("halo", index=index)},
        {
            **base,
            "customdata": log.weights_at.tolist(),
            "line": line,
            "hovertemplate": hover,
            "showlegend": True,
            "meta": style.meta("path", index=index),
        },
    ]
    rows = np.flatnonzero(near)
    if len(rows):
        last = points[rows[-1]].tolist()
        ended = not log.status.has_result or int(rows[-1]) < len(points) - 1
        marker = style.cross(contender) if ended else style.head(contender)
        traces.append(
            {
                **base,
                "mode": "markers",
                "x": last[:1],
                "y": last[1:],
                "marker": marker,
                "hoverinfo": "skip",
                "meta": style.meta("head", index=index),
            }
        )
    return traces


def _averaged_path(points: Array, near: Any, log: TrainingLog, name: str, index: int, t: Translator) -> list[Trace]:
    contender, rows = style.contender_style(index), np.flatnonzero(near)
    base: Trace = {"type": "scatter", "name": name, "showlegend": False}
    line = {
        **base,
        "mode": "lines",
        "x": packed(points[:, 0], near),
        "y": packed(points[:, 1], near),
        "customdata": log.weights_at[: len(points)].tolist(),
        "line": {"color": contender.color, "width": style.AVERAGED_WIDTH, "dash": style.AVERAGED_DASH},
        "hovertemplate": f"{name}<br>{t('figure.step')} %{{customdata}}<extra></extra>",
        "meta": style.meta("averaged", index=index),
    }
    ends = rows[-1:]
    head = {
        **base,
        "mode": "markers",
        "x": points[ends, 0].tolist(),
        "y": points[ends, 1].tolist(),
        "marker": style.open_head(contender),
        "hoverinfo": "skip",
        "meta": style.meta("averaged_head", index=index),
    }
    return [line, head]


def _start(point: Array, t: Translator) -> Trace:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": t("figure.start"),
        "x": [float(point[0])],
        "y": [float(point[1])],
        "marker": {
            "symbol": "circle-open",
            "size": 13,
            "color": style.MINIMUM,
            "line": {"width": 2, "color": style.MINIMUM},
        },
        "hovertemplate": f"{t('figure.start')}<extra></extra>",
        "showlegend": False,
        "meta": style.meta("start"),
    }
