"""Loss of frequent, less frequent and rare classes during each training."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from optim_core.base.result import Array
from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.numbers import packed, short
from optim_core.figures.scales import Scale, drawable, scale
from optim_core.figures.training.averaged_names import averaged_names
from optim_core.optimizers.labels import labels
from optim_core.specs import ModelRun
from optim_core.specs.results import TrainingLog
from optim_core.specs.views import ModelView
from optim_core.train.class_losses import GROUPS


def class_loss_figures(
    run: ModelRun,
    logs: Sequence[TrainingLog],
    losses: Sequence[Array],
    view: ModelView,
    t: Translator,
    indices: Sequence[int],
    averaged: Sequence[Array] = (),
) -> list[go.Figure]:
    """A figure for each of `GROUPS`, on the same axes: its mean loss against epochs, a line per contender.

    `losses` are (k, groups) per contender, at the k steps `weights_at` of its log; `averaged` are those of the averaged
    weights, whose lines are dashed.
    """
    every = [(log, rows) for kind in (losses, averaged) for log, rows in zip(logs, kind, strict=False)]
    curves = [(column, log.status.diverged) for log, rows in every for column in rows.T]
    axis = scale([column for column, _ in curves], [diverged for _, diverged in curves], view.axis)
    quantity = t("figure.class_losses.loss")
    names = {"class_loss": labels(run.optimizers), "averaged": averaged_names(run, t)}
    return [
        style.figure(
            {
                "data": [
                    _line(role, log.weights_at / run.steps_per_epoch, rows[:, group], axis, name, index, t)
                    for role, kind in (("class_loss", losses), ("averaged", averaged))
                    for log, rows, name, index in zip(logs, kind, names[role], indices, strict=False)
                ],
                "layout": style.layout(
                    margin={"l": 44, "r": 8, "t": 26, "b": 40},
                    xaxis=style.axis(t("figure.epoch"), range=[0, run.epochs]),
                    yaxis=style.axis(t("figure.log_axis", name=quantity) if axis.log else quantity, **axis.axis),
                    annotations=[style.note(t(f"figure.class_losses.{GROUPS[group]}"), x=0, y=1, yanchor="bottom")],
                    uirevision=f"class losses {'log' if axis.log else 'linear'}",
                    showlegend=True,
                ),
            }
        )
        for group in range(len(GROUPS))
    ]


def _line(role: str, x: Array, y: Array, axis: Scale, name: str, index: int, t: Translator) -> dict[str, Any]:
    contender, is_averaged = style.contender_style(index), role == "averaged"
    width, dash = (1.5, "dash") if is_averaged else (2, "solid")
    return {
        "type": "scatter",
        "mode": "lines" if is_averaged else "lines+markers",
        "name": name,
        "x": packed(x[: len(y)]),
        "y": packed(y, drawable(y, log=axis.log)),
        "line": {"color": contender.color, "width": width, "dash": dash},
        "marker": {"symbol": contender.symbol, "size": 6},
        "showlegend": not is_averaged,
        "hovertemplate": f"{name}<br>{t('figure.epoch')} %{{x:.2~f}}<br>%{{y:.3~g}}<extra></extra>",
        "meta": style.meta(role, index=index),
    }


def class_loss_alts(run: ModelRun, losses: Sequence[Array], t: Translator, averaged: Sequence[Array] = ()) -> list[str]:
    """Alt text of each figure: the last loss of each contender, from its arrays (rows, groups)."""
    names = labels(run.optimizers)
    ends = [
        (key, name, rows)
        for key, kind in (("figure.alt.value", losses), ("figure.alt.averaged", averaged))
        for name, rows in zip(names, kind, strict=False)
        if len(rows)
    ]
    return [
        " ".join(
            [
                t(f"figure.class_losses.{group}") + ":",
                *(t(key, name=name, value=short(float(rows[-1, place]))) for key, name, rows in ends),
            ]
        )
        for place, group in enumerate(GROUPS)
    ]
