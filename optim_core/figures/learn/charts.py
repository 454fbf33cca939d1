"""Figure and alternative text of a line chart."""

import math
from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from optim_core.base.result import Array
from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.numbers import packed, short
from optim_core.specs.charts import Chart, Line

LABELS = 8
"""Decades that have labels along a log axis, roughly."""


def chart_figure(chart: Chart, t: Translator) -> go.Figure:
    """Figure of the chart; lines have the contenders' styles in order, values that the axis cannot show are gaps."""
    traces = []
    for index, line in enumerate(chart.lines):
        contender, name = style.contender_style(index), line_name(line, t)
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers" if chart.marks else "lines",
                "name": name,
                "x": packed(line.x),
                "y": packed(line.y, _drawn(chart, line)),
                "line": {"color": contender.color, "width": style.PATH_WIDTH, "dash": contender.dash},
                "marker": {"symbol": contender.symbol, "size": 6, "color": contender.color},
                "hovertemplate": f"{name}<br>%{{x:.3~g}}<br>%{{y:.3~g}}<extra></extra>",
                "meta": style.meta("path", index=index),
            }
        )
    layout = style.layout(
        xaxis=_axis(t(chart.x), [line.x for line in chart.lines], log=chart.log_x, t=t),
        yaxis=_axis(t(chart.y), [line.y for line in chart.lines], log=chart.log_y, t=t),
        showlegend=True,
    )
    return style.figure({"data": traces, "layout": layout})


def chart_alt(chart: Chart, t: Translator) -> str:
    """Alternative text: both axes, and the first and last value of each line."""
    sentences = [t("chart.alt", x=t(chart.x), y=t(chart.y))]
    for line in chart.lines:
        shown = line.y[_drawn(chart, line)]
        if len(shown):
            first, last = (short(float(value)) for value in shown[[0, -1]])
            sentences.append(t("chart.alt_line", name=line_name(line, t), first=first, last=last))
    return " ".join(sentences)


def line_name(line: Line, t: Translator) -> str:
    """A line's name, or the text if the name is a text key."""
    return t(line.name) if line.name in t else line.name


def _drawn(chart: Chart, line: Line) -> np.ndarray:
    y: Array = line.y
    return np.isfinite(y) & (y > 0) if chart.log_y else np.isfinite(y)


def _axis(title: str, values: Sequence[Array], *, log: bool, t: Translator) -> dict[str, object]:
    """The axis of the `values` (n,) of all lines; a log axis has about ten labels at most."""
    if not log:
        return style.axis(title)
    decades = np.log10(np.concatenate([np.ones(0), *(each[np.isfinite(each) & (each > 0)] for each in values)]))
    span = float(np.ptp(decades)) if len(decades) else 0.0
    return style.axis(t("figure.log_axis", name=title), type="log", dtick=max(1, math.ceil(span / LABELS)))
