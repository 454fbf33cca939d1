"""Decision boundaries: each contender's predictions on the plane of inputs, as animations of the training."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import plotly.graph_objects as go

from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.panels import panel
from optim_core.figures.plane import plane_axes
from optim_core.optimizers.labels import labels
from optim_core.specs import ModelRun
from optim_core.train.decision_boundary import LEVELS, Boundaries

CLASSES = (("#33658a", "circle"), ("#a8571f", "diamond"), ("#5b7a3d", "square"), ("#7a4b8c", "triangle-up"))
"""Color and marker of each class; they differ from those of contenders."""
UNSURE, UNSURE_DARK = "#ffffff", "#10171f"
STRENGTH = 0.6
"""Opacity of a class's color at a certain prediction."""


def decision_boundary_figures(
    run: ModelRun,
    shown: Boundaries,
    t: Translator,
    indices: Sequence[int],
    frame: int = -1,
    names: Sequence[str] = (),
) -> list[go.Figure]:
    """Figure per contender on the same axes: classes as colors, paler where less certain, and training examples.

    It shows one `frame` of the animation; the page puts the others into the heat map, which is the first trace.
    """
    classes = int(shown.classes.max()) + 1
    x, y = ((float(values[0]), float(values[-1])) for values in (shown.x, shown.y))
    points = [_points(shown, which, t) for which in range(classes)]
    return [
        panel(
            [_answers(shown, frames[frame], classes), *points],
            name,
            index,
            **plane_axes((x, y), "x₁", "x₂"),
        )
        for frames, name, index in zip(shown.answers, names or labels(run.optimizers), indices, strict=True)
    ]


def _answers(shown: Boundaries, answers: Any, classes: int) -> dict[str, Any]:
    return {
        "type": "heatmap",
        "x": shown.x,
        "y": shown.y,
        "z": np.ascontiguousarray(answers),
        "zmin": 0,
        "zmax": LEVELS * classes - 1,
        "colorscale": _scale(classes, UNSURE),
        "showscale": False,
        "hoverinfo": "skip",
        "meta": {"role": "answers", "dark": {"colorscale": _scale(classes, UNSURE_DARK)}},
    }


def _scale(classes: int, unsure: str) -> list[tuple[float, str]]:
    """Color scale from `unsure` to the color of each class in turn, with a step between classes."""
    top = LEVELS * classes - 1
    ends = [(LEVELS * which, LEVELS * (which + 1) - 1) for which in range(classes)]
    shades = [(unsure, _mixed(unsure, CLASSES[which % len(CLASSES)][0])) for which in range(classes)]
    inner = [edge for (_, high), (low, _) in pairwise(ends) for edge in ((high + low) / 2,) * 2]
    edges = [0.0, *inner, float(top)]
    return [(edge / top, color) for edge, color in zip(edges, [c for pair in shades for c in pair], strict=True)]


def _mixed(low: str, high: str) -> str:
    a, b = (np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) for color in (low, high))
    return "#" + "".join(f"{value:02x}" for value in np.round(a + STRENGTH * (b - a)).astype(int).tolist())


def _points(shown: Boundaries, which: int, t: Translator) -> dict[str, Any]:
    color, symbol = CLASSES[which % len(CLASSES)]
    own = shown.points[shown.classes == which]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": t("figure.class", which=which),
        "x": own[:, 0],
        "y": own[:, 1],
        "marker": {"symbol": symbol, "size": 4.5, "color": color, "line": {"width": 0.7, "color": style.HALO}},
        "hovertemplate": f"{t('figure.class', which=which)}<br>%{{x:.2f}}, %{{y:.2f}}<extra></extra>",
        "meta": {"role": "examples"},
    }
