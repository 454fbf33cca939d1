"""Curves per layer of each contender: gradient norms, or ratios of updates to weights."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from optim_core.base.result import Array
from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.numbers import packed
from optim_core.figures.panels import panel
from optim_core.figures.scales import drawable, scale
from optim_core.optimizers.labels import labels
from optim_core.specs import ModelRun
from optim_core.specs.results import TrainingLog
from optim_core.specs.views import ModelView

TYPICAL_RATIO = 1e-3
"""Ratio of update to weight in many trainings, drawn as a line for comparison."""


def layer_figures(
    run: ModelRun, logs: Sequence[TrainingLog], view: ModelView, t: Translator, indices: Sequence[int]
) -> list[go.Figure]:
    """Figure per contender, from one log each, on the same axes: `view.layer` against epochs.

    One line per layer, paler for layers nearer to the input.
    """
    values = [getattr(log, view.layer) for log in logs]
    columns = [(column, log.status.diverged) for log, rows in zip(logs, values, strict=True) for column in rows.T]
    axis = scale([column for column, _ in columns], [diverged for _, diverged in columns], "log")
    typical = [_typical(run, t)] if view.layer == "update_ratio" else []
    return [
        panel(
            [*_lines(log.layers, log.updates_at / run.steps_per_epoch, rows, index, t), *typical],
            name,
            index,
            xaxis=style.axis(t("figure.epoch"), range=[0, run.epochs]),
            yaxis=style.axis(t("figure.log_axis", name=t(f"figure.layer.{view.layer}")), **axis.axis),
        )
        for log, rows, name, index in zip(logs, values, labels(run.optimizers), indices, strict=True)
    ]


def _lines(names: Sequence[str], x: Array, rows: Array, index: int, t: Translator) -> list[dict[str, Any]]:
    contender, shares = style.contender_style(index), np.linspace(1, 0.35, len(names))[::-1].tolist()
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": layer,
            "x": packed(x),
            "y": packed(column, drawable(column, log=True)),
            "line": {"color": style.faded(contender.color, round(share, 2)), "width": 1.2 + 0.8 * share},
            "hovertemplate": f"{layer}<br>{t('figure.epoch')} %{{x:.2~f}}<br>%{{y:.3~g}}<extra></extra>",
            "meta": style.meta("layer", index=index),
        }
        for layer, column, share in zip(names, rows.T, shares, strict=True)
    ]


def _typical(run: ModelRun, t: Translator) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": t("figure.layer.typical"),
        "x": [0, run.epochs],
        "y": [TYPICAL_RATIO, TYPICAL_RATIO],
        "line": {"color": style.NEUTRAL, "width": 1, "dash": "dot"},
        "hoverinfo": "skip",
        "meta": {"role": "typical"},
    }
