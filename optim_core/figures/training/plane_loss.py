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
ROLES = {"true": (2, "solid"), "flat": (1.5, "dot"), "averaged": (1.5, "dash")}
"""Width and dash of the loss on the path, of that on the plane, and of that of averaged weights."""


def plane_loss_figure(
    run: ModelRun, shown: Landscape, logs: Sequence[TrainingLog], t: Translator, indices: Sequence[int]
) -> go.Figure:
    """Figure of the loss along each path (solid) and at the nearest points of the plane (dotted).

    They are equal where the plane contains the path. The loss of averaged weights is dashed, if there are any.
    """
    paths = [*shown.path_losses[: len(logs)], *shown.plane_losses[: len(logs)], *shown.path_losses[len(logs) :]]
    axis = scale(paths, [logs[place % len(logs)].status.diverged for place in range(len(paths))], "auto")
    names = labels(run.optimizers)
    traces = []
    for place, (log, name, index) in enumerate(zip(logs, names, indices, strict=True)):
        for role, values in zip(ROLES, paths[place :: len(logs)], strict=False):
            shares = log.weights_at[: len(values)] / run.steps_per_epoch
            traces.append(_curve(role, shares, values, drawable(values, log=axis.log), name, index, t))
    title, kinds = t("figure.measure.loss"), ["plane_loss", "plane_loss_averaged"][: len(paths) // len(logs) - 1]
    return style.figure(
        {
            "data": traces,
            "layout": style.layout(
                xaxis=style.axis(t("figure.epoch"), range=[0, run.epochs]),
                yaxis=style.axis(t("figure.log_axis", name=title) if axis.log else title, **axis.axis),
                uirevision="plane_loss",
                annotations=[style.note("<br>".join(t(f"figure.landscape.{kind}") for kind in kinds))],
            ),
        }
    )


def _curve(role: str, x: Array, y: Array, shown: Any, name: str, index: int, t: Translator) -> Trace:
    contender, text, (width, dash) = style.contender_style(index), t(f"figure.landscape.{role}"), ROLES[role]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": packed(x),
        "y": packed(y, shown),
        "line": {"color": contender.color, "width": width, "dash": dash},
        "opacity": 0.8 if role == "flat" else 1,
        "hovertemplate": f"{name} · {text}<br>%{{y:.3~g}}<extra></extra>",
        "meta": style.meta(role, index=index),
    }
