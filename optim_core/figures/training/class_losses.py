"""Loss of frequent, less frequent and rare classes during each training."""

from collections.abc import Sequence

import plotly.graph_objects as go

from optim_core.base.result import Array
from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.numbers import packed, short
from optim_core.figures.scales import drawable, scale
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
) -> list[go.Figure]:
    """A figure for each of `GROUPS`, on the same axes: its mean loss against epochs, a line per contender.

    `losses` are (k, groups) per contender, at the k steps `weights_at` of its log.
    """
    curves = [(column, log.status.diverged) for log, rows in zip(logs, losses, strict=True) for column in rows.T]
    axis = scale([column for column, _ in curves], [diverged for _, diverged in curves], view.axis)
    quantity = t("figure.class_losses.loss")
    return [
        style.figure(
            {
                "data": [
                    {
                        "type": "scatter",
                        "mode": "lines+markers",
                        "name": name,
                        "x": packed(log.weights_at[: len(rows)] / run.steps_per_epoch),
                        "y": packed(rows[:, group], drawable(rows[:, group], log=axis.log)),
                        "line": {"color": style.contender_style(index).color, "width": 2},
                        "marker": {"symbol": style.contender_style(index).symbol, "size": 6},
                        "hovertemplate": f"{name}<br>{t('figure.epoch')} %{{x:.2~f}}<br>%{{y:.3~g}}<extra></extra>",
                        "meta": style.meta("class_loss", index=index),
                    }
                    for log, rows, name, index in zip(logs, losses, labels(run.optimizers), indices, strict=True)
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


def class_loss_alts(run: ModelRun, losses: Sequence[Array], t: Translator) -> list[str]:
    """Alt text of each figure: the last loss of each contender, from its array (rows, groups) in `losses`."""
    names = labels(run.optimizers)
    return [
        " ".join(
            [
                t(f"figure.class_losses.{group}") + ":",
                *(
                    t("figure.alt.value", name=name, value=short(float(rows[-1, place])))
                    for name, rows in zip(names, losses, strict=True)
                    if len(rows)
                ),
            ]
        )
        for place, group in enumerate(GROUPS)
    ]
