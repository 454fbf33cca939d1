"""Loss along each training path and at the nearest points of the plane: how far the plane can be trusted."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from optim_core.base.result import Array
from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.numbers import packed
from optim_core.figures.scales import drawable, scale
from optim_core.optimizers.labels import labels
from optim_core.specs import ModelRun
from optim_core.specs.results import TrainingLog
from optim_core.train.landscape import Landscape

Trace = dict[str, Any]


def plane_loss_figure(
    run: ModelRun, shown: Landscape, logs: Sequence[TrainingLog], t: Translator, indices: Sequence[int]
) -> go.Figure:
    """Figure of the loss along each path (solid) and at the nearest points of the plane (dotted).

    They are equal where the plane contains the path.
    """
    curves = [*shown.path_losses, *shown.plane_losses]
    axis = scale(curves, [log.status.diverged for log in (*logs, *logs)], "auto")
    names = labels(run.optimizers)
    traces = []
    for true, flat, log, name, index in zip(shown.path_losses, shown.plane_losses, logs, names, indices, strict=True):
        for role, values in (("true", true), ("flat", flat)):
            shares = log.weights_at / run.steps_per_epoch
            traces.append(_curve(role, shares, values, drawable(values, log=axis.log), name, index, t))
    title = t("figure.measure.loss")
    return style.figure(
        {
            "data": traces,
            "layout": style.layout(
                xaxis=style.axis(t("figure.epoch"), range=[0, run.epochs]),
                yaxis=style.axis(t("figure.log_axis", name=title) if axis.log else title, **axis.axis),
                uirevision="plane_loss",
                annotations=[style.note(t("figure.landscape.plane_loss"))],
            ),
        }
    )


def _curve(role: str, x: Array, y: Array, shown: Any, name: str, index: int, t: Translator) -> Trace:
    contender, text, true = style.contender_style(index), t(f"figure.landscape.{role}"), role == "true"
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": packed(x),
        "y": packed(y, shown),
        "line": {
            "color": contender.color,
            "width": 2 if role == "true" else 1.5,
            "dash": "solid" if role == "true" else "dot",
        },
        "opacity": 1 if true else 0.8,
        "hovertemplate": f"{name} · {text}<br>%{{y:.3~g}}<extra></extra>",
        "meta": style.meta(role, index=index),
    }
