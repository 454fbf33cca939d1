"""How each contender's weights, or its updates of them, are spread over sizes, from the start of training on."""

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
"""Percentile of the weights' sizes that the axis holds; what is beyond is counted at its ends."""


@dataclass(frozen=True)
class Histogram:
    """Shares (moments, bins) of the weights at `epochs` (moments,) in bins around `sizes` (bins,)."""

    epochs: Array
    sizes: Array
    shares: Array


def histogram_figures(
    run: ModelRun, logs: Sequence[TrainingLog], view: ModelView, t: Translator, indices: Sequence[int]
) -> list[go.Figure]:
    """A panel a contender, of one log each, on the same axes: sizes against the epoch, the darker the more weights.

    Darkness goes by the square root of the share, so that a few weights far out are seen.
    """
    shown = histograms(run, logs, view.histogram)
    most = max((float(one.shares.max()) for one in shown if one.shares.size), default=1.0)
    words = t(f"figure.histogram.{view.histogram}")
    if view.histogram == "updates":
        yaxis = style.axis(t("figure.log_axis", name=words), type="log", range=np.log10(_reach(shown)).tolist())
    else:
        ends = [float(shown[0].sizes[0]), float(shown[0].sizes[-1])]
        yaxis = style.axis(words, range=ends)
    return [
        panel(
            [_shades(one, most, index, t)] if len(one.epochs) > 1 else [],
            name,
            index,
            xaxis=style.axis(t("figure.epoch"), range=[0, run.epochs]),
            yaxis=yaxis,
        )
        for one, name, index in zip(shown, labels(run.optimizers), indices, strict=True)
    ]


def histograms(run: ModelRun, logs: Sequence[TrainingLog], what: str) -> list[Histogram]:
    """Of the "weights", in even bins about 0 as far as those of all logs reach, or of the sizes of their "updates"."""
    if what == "updates":
        sizes = np.sqrt(UPDATE_EDGES[1:] * UPDATE_EDGES[:-1])
        counts = [log.update_histogram.reshape(-1, len(sizes)) for log in logs]
        return [
            Histogram(
                log.updates_at / run.steps_per_epoch, sizes, rows / np.maximum(rows.sum(axis=1, keepdims=True), 1)
            )
            for log, rows in zip(logs, counts, strict=True)
        ]
    sound = [log for log in logs if log.status.has_result] or logs
    reach = max(float(np.percentile(np.abs(row), WIDEST)) for log in sound for row in log.weights[[0, -1]]) or 1.0
    edges = np.linspace(-reach, reach, BINS + 1)
    sizes = (edges[1:] + edges[:-1]) / 2
    return [Histogram(log.weights_at / run.steps_per_epoch, sizes, _shares(log.weights, edges)) for log in logs]


def _shares(weights: Any, edges: Array) -> Array:
    rows = [np.histogram(np.clip(row, edges[0], edges[-1]), edges)[0] / len(row) for row in weights]
    return np.array(rows).reshape(-1, len(edges) - 1)


def _reach(shown: Sequence[Histogram]) -> tuple[float, float]:
    """The sizes between which there are any counts."""
    some = np.any([one.shares.any(axis=0) for one in shown], axis=0)
    rows = np.flatnonzero(some) if some.any() else np.array([0, len(some) - 1])
    return float(UPDATE_EDGES[rows[0]]), float(UPDATE_EDGES[rows[-1] + 1])


def _shades(one: Histogram, most: float, index: int, t: Translator) -> dict[str, Any]:
    colour = style.contender_style(index).colour
    hover = f"{t('figure.epoch')} %{{x:.2~f}}<br>%{{y:.3~g}}<br>%{{customdata:.2%}}<extra></extra>"
    return {
        "type": "heatmap",
        "x": one.epochs,
        "y": one.sizes,
        "z": np.sqrt(one.shares.T / most).astype(np.float32),
        "customdata": one.shares.T.astype(np.float32),
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, style.faded(colour, 0)], [0.05, style.faded(colour, 0.15)], [1, colour]],
        "showscale": False,
        "hovertemplate": hover,
        "meta": style.meta("shades", slot=index),
    }
