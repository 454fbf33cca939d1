"""One HTML page with figures that needs no network and no server."""

from collections.abc import Sequence
from html import escape

import plotly.graph_objects as go

PAGE = """<!doctype html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title></head>
<body style="font-family: system-ui, sans-serif; margin: 1rem"><h1 style="font-size: 1.2rem">{title}</h1>
<p>{text}</p>{charts}</body></html>
"""


def page_html(title: str, text: str, figures: Sequence[go.Figure]) -> str:
    """HTML page with the title, the text and the figures; it contains plotly.js once."""
    charts = "".join(
        figure.to_html(full_html=False, include_plotlyjs=index == 0, default_height="560px")
        for index, figure in enumerate(figures)
    )
    return PAGE.format(title=escape(title), text=escape(text), charts=charts)
