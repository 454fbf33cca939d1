"""Histograms of each contender's weights, or of the sizes of its updates, during the training."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from optim_core.base.result import Array
from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.panels import panel
from optim_core.optimizers.labels import labels
from optim_core.specs import ModelRun
from optim_core.specs.results import UPDATE_EDGES, TrainingLog
from optim_core.specs.views import ModelView

BINS = 60
WIDEST = 99.5
"""Percentile of the absolute weights at the ends of the axis; larger weights are counted in the outer bins."""


@dataclass(frozen=True)
class Histogram:
    """Shares (times, bins) of the weights at `epochs` (times,) in bins around `sizes` (bins,)."""

    epochs: Array
    sizes: Array
    shares: Array


def histogram_figures(
    run: ModelRun,
    logs: Sequence[TrainingLog],
    view: ModelView,
    t: Translator,
    indices: Sequence[int],
    names: Sequence[str] = (),
) -> list[go.Figure]:
    """Figure per contender, from one log each, on the same axes: values against epochs, darker for more weights.

    Opacity is proportional to the square root of the share, so that a few distant weights are visible.
    """
    shown = histograms(run, logs, view.histogram)
    most = max((float(one.shares.max()) for one in shown if one.shares.size), default=1.0)
    title = t(f"figure.histogram.{view.histogram}")
    if view.histogram == "updates":
        yaxis = style.axis(t("figure.log_axis", name=title), type="log", range=np.log10(_reach(shown)).tolist())
    else:
        ends = [float(shown[0].sizes[0]), float(shown[0].sizes[-1])]
        yaxis = style.axis(title, range=ends)
    return [
        panel(
            [_shades(one, most, index, t)] if len(one.epochs) > 1 else [],
            name,
            index,
            xaxis=style.axis(t("figure.epoch"), range=[0, run.epochs]),
            yaxis=yaxis,
        )
        for one, name, index in zip(shown, names or labels(run.optimizers), indices, strict=True)
    ]


def histograms(run: ModelRun, logs: Sequence[TrainingLog], what: str) -> list[Histogram]:
    """Histogram per log of the "weights", in even bins around 0 common to all, or of the sizes of the "updates"."""
    if what == "updates":
        sizes = np.sqrt(UPDATE_EDGES[1:] * UPDATE_EDGES[:-1])
        counts = [log.update_histogram.reshape(-1, len(sizes)) for log in logs]
        return [
            Histogram(
                log.updates_at / run.steps_per_epoch, sizes, rows / np.maximum(rows.sum(axis=1, keepdims=True), 1)
            )
            for log, rows in zip(logs, counts, strict=True)
        ]
    finished = [log for log in logs if log.status.has_result] or logs
    reach = max(float(np.percentile(np.abs(row), WIDEST)) for log in finished for row in log.weights[[0, -1]]) or 1.0
    edges = np.linspace(-reach, reach, BINS + 1)
    sizes = (edges[1:] + edges[:-1]) / 2
    return [Histogram(log.weights_at / run.steps_per_epoch, sizes, _shares(log.weights, edges)) for log in logs]


def _shares(weights: Any, edges: Array) -> Array:
    rows = [np.histogram(np.clip(row, edges[0], edges[-1]), edges)[0] / len(row) for row in weights]
    return np.array(rows).reshape(-1, len(edges) - 1)


def _reach(shown: Sequence[Histogram]) -> tuple[float, float]:
    """Lower edge of the first bin and upper edge of the last bin with any counts."""
    some = np.any([one.shares.any(axis=0) for one in shown], axis=0)
    rows = np.flatnonzero(some) if some.any() else np.array([0, len(some) - 1])
    return float(UPDATE_EDGES[rows[0]]), float(UPDATE_EDGES[rows[-1] + 1])


def _shades(one: Histogram, most: float, index: int, t: Translator) -> dict[str, Any]:
    color = style.contender_style(index).color
    hover = f"{t('figure.epoch')} %{{x:.2~f}}<br>%{{y:.3~g}}<br>%{{customdata:.2%}}<extra></extra>"
    return {
        "type": "heatmap",
        "x": one.epochs,
        "y": one.sizes,
        "z": np.sqrt(one.shares.T / most).astype(np.float32),
        "customdata": one.shares.T.astype(np.float32),
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, style.faded(color, 0)], [0.05, style.faded(color, 0.15)], [1, color]],
        "showscale": False,
        "hovertemplate": hover,
        "meta": style.meta("shades", index=index),
    }
