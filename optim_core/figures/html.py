"""One HTML page with figures that needs no network and no server."""

from collections.abc import Sequence
from html import escape

import plotly.graph_objects as go

WIDEST = 1.5
"""Width of a plot in one unit, with its labels and its color bar, as a multiple of its height."""
PAGE = """<!doctype html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title></head>
<body style="font-family: system-ui, sans-serif; margin: 1rem"><h1 style="font-size: 1.2rem">{title}</h1>
<p>{text}</p>{charts}</body></html>
"""


def page_html(title: str, text: str, figures: Sequence[go.Figure]) -> str:
    """HTML page with the title, the text and the figures; it contains plotly.js once."""
    charts = "".join(chart_html(figure, 560, first=index == 0) for index, figure in enumerate(figures))
    return PAGE.format(title=escape(title), text=escape(text), charts=charts)


def chart_html(figure: go.Figure, height: int, *, first: bool) -> str:
    """HTML of a figure, `height` pixels high, with plotly.js if it is the `first`.

    A plot in one unit is not much wider than high: it would only move away from its color bar.
    """
    chart = figure.to_html(full_html=False, include_plotlyjs=first, default_height=f"{height}px")
    widest = f"max-width: {WIDEST * height:.0f}px" if figure.layout.yaxis.scaleanchor else ""
    return f'<div class="chart" style="{widest}">{chart}</div>'
