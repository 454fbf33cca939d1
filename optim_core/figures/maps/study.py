"""Figures of a study: all settings as points, and one contender's settings over their axes."""

from typing import Any

import numpy as np

from optim_core.base.hyper import hypers
from optim_core.base.result import Array
from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.numbers import packed, short
from optim_core.figures.scales import WIDE, drawable
from optim_core.specs import SurfaceRun
from optim_core.sweep.study.result import ContenderResult, StudyResult
from optim_core.sweep.study.spacing import spacing_of

SPREAD = 0.32
"""Half the width of a contender's column of points; contenders are 1 apart."""


def study_points(result: StudyResult, t: Translator) -> style.Drawing:
    """One column per contender, one point per setting in order; the best setting has a ring."""
    heights, log, title = _heights(result, t)
    traces: list[dict[str, Any]] = []
    for index, (one, height) in enumerate(zip(result.contenders, heights, strict=True)):
        drawn = np.isfinite(height)
        x = index + np.linspace(-SPREAD, SPREAD, len(height)) if len(height) > 1 else np.array([float(index)])
        texts = [setting_text(one, int(number)) for number in np.flatnonzero(drawn)]
        contender = style.contender_style(index)
        marker = {"color": contender.color, "symbol": contender.symbol, "size": 6, "opacity": 0.65}
        traces.append(_points(one.label, x[drawn], height[drawn], texts, marker))
        if one.best is not None and drawn[one.best]:
            ring = {"color": contender.color, "symbol": "circle-open", "size": 15, "line": {"width": 2}}
            row = [one.best]
            traces.append(_points(one.label, x[row], height[row], [setting_text(one, one.best)], ring))
    names = [one.label for one in result.contenders]
    ticks = {"tickvals": list(range(len(names))), "ticktext": names, "range": [-0.5, len(names) - 0.5]}
    return {
        "data": traces,
        "layout": style.layout(
            xaxis=style.axis("", **ticks, showgrid=False),
            yaxis=style.axis(title, type="log" if log else "linear", tickformat="~g"),
            uirevision="study",
        ),
    }


def study_map(result: StudyResult, index: int, t: Translator) -> style.Drawing:
    """One contender's results over its first one or two axes, the best over its other axes; blank without a result."""
    heights, log, title = _heights(result, t)
    one = result.contenders[index]
    values = heights[index].reshape(one.contender.shape or (1,))
    best = _best(values, tuple(range(min(2, values.ndim), values.ndim)), highest=one.by_score)
    first, second = (*one.contender.axes[:2], None, None)[:2]
    if first is None or second is None:
        contender, x = style.contender_style(index), _axis_values(one, 0) if first else [one.label]
        line = {"color": contender.color, "width": style.PATH_WIDTH}
        marker = {"color": contender.color, "symbol": contender.symbol}
        points = _points(one.label, np.arange(len(best), dtype=float), best, [], marker)
        trace = {**points, "mode": "lines+markers", "line": line, "x": x, "y": _gaps(best)}
        trace["hovertemplate"] = "%{x}<br>%{y:.3~g}<extra></extra>"
        xaxis = _axis(one, 0) if first else style.axis("")
        yaxis = style.axis(title, type="log" if log else "linear", tickformat="~g")
        return {"data": [trace], "layout": style.layout(xaxis=xaxis, yaxis=yaxis, uirevision=f"map{index}")}
    shown = np.log10(best) if log else best
    trace = {
        "type": "heatmap",
        "x": _axis_values(one, 0),
        "y": _axis_values(one, 1),
        "z": [_gaps(row) for row in shown.T],
        "customdata": [[None if np.isnan(value) else short(float(value)) for value in row] for row in best.T],
        "colorscale": "Viridis",
        "reversescale": not one.by_score,
        "colorbar": {"title": {"text": title, "side": "right"}, "thickness": 12, **(_decades(shown) if log else {})},
        "hoverongaps": False,
        "hovertemplate": f"{first.name} %{{x}}<br>{second.name} %{{y}}<br>%{{customdata}}<extra></extra>",
        "meta": style.meta("cells"),
    }
    layout = style.layout(xaxis=_axis(one, 0), yaxis=_axis(one, 1), uirevision=f"map{index}")
    return {"data": [trace], "layout": layout}


def study_alt(result: StudyResult, t: Translator) -> str:
    """Alternative text: the best setting of each contender."""
    sentences = []
    for one in result.contenders:
        if one.best is None:
            sentences.append(t("study.alt.none", name=one.label))
        else:
            value, setting = short(float(one.value[one.best])), setting_text(one, one.best)
            sentences.append(t("study.alt.best", name=one.label, value=value, setting=setting))
    return " ".join(sentences)


def setting_text(one: ContenderResult, number: int) -> str:
    """Names and values of the studied hyperparameters of setting `number`, as one text."""
    optimizer, names = one.contender.setting(number), [axis.name for axis in one.contender.axes]
    values = {name: getattr(optimizer, name) for name in names}
    texts = {n: short(v) if isinstance(v, float) else hypers(type(optimizer))[n].format(v) for n, v in values.items()}
    return ", ".join(f"{name} {text}" for name, text in texts.items()) or one.label


def _heights(result: StudyResult, t: Translator) -> tuple[list[Array], bool, str]:
    """Heights per contender (settings,), whether they are drawn on a log scale, and their axis title.

    A height is a score, or a loss above the surface's lowest known one; NaN if it cannot be drawn.
    """
    base = result.study.base
    floor = (base.surface.lowest or 0.0) if isinstance(base, SurfaceRun) else 0.0
    heights = [np.where(drawable(one.value), one.value, np.nan) - floor for one in result.contenders]
    known = np.concatenate([np.empty(0), *(height[np.isfinite(height)] for height in heights)])
    positive = known[known > 0]
    plain = result.by_score or not len(positive) or bool((known < 0).any())
    log = not plain and bool(np.log10(positive.max()) - np.log10(positive.min()) > WIDE)
    if log:
        heights = [np.where(height > 0, height, np.nan) for height in heights]
    title = t("study.axis.score" if result.by_score else "study.axis.gap" if floor else "study.axis.loss")
    return heights, log, t("figure.log_axis", name=title) if log else title


def _best(values: Array, axes: tuple[int, ...], *, highest: bool) -> Array:
    """Highest or lowest value along `axes`, which are dropped; NaN where there is none."""
    worst = -np.inf if highest else np.inf
    filled = np.where(np.isnan(values), worst, values)
    found = filled.max(axes) if highest else filled.min(axes)
    return np.where(np.isinf(found), np.nan, found)


def _points(name: str, x: Array, y: Array, texts: list[str], marker: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": packed(x),
        "y": packed(y, np.isfinite(y)),
        "text": texts,
        "marker": marker,
        "hovertemplate": f"{name}<br>%{{text}}<br>%{{y:.3~g}}<extra></extra>",
        "meta": style.meta("settings"),
    }


def _gaps(values: Array) -> list[float | None]:
    return [float(value) if np.isfinite(value) else None for value in values]


def _scale(one: ContenderResult, index: int) -> str | None:
    """Plotly's axis type for the values of an axis: "linear" or "log"; None, for categories, if unevenly spaced."""
    axis = one.contender.axes[index]
    spacing = spacing_of(hypers(type(one.contender.optimizer))[axis.name], axis.values)
    return {"linear": "linear", "log": "log"}.get(spacing["scale"]) if spacing else None


def _axis_values(one: ContenderResult, index: int) -> list[Any]:
    domain, values = hypers(type(one.contender.optimizer)), one.contender.axes[index]
    if _scale(one, index):
        return list(values.values)
    return [domain[values.name].format(value) for value in values.values]


def _axis(one: ContenderResult, index: int) -> dict[str, Any]:
    return style.axis(one.contender.axes[index].name, type=_scale(one, index) or "category", showgrid=False)


def _decades(shown: Array) -> dict[str, Any]:
    finite = shown[np.isfinite(shown)]
    low, high = (int(np.floor(finite.min())), int(np.ceil(finite.max()))) if len(finite) else (0, 1)
    decades = list(range(low, high + 1, max(1, (high - low) // 6)))
    return {"tickvals": decades, "ticktext": [short(10.0**decade) for decade in decades]}
