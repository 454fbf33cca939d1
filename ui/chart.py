"""A Plotly figure that updates in place, without flicker and with its zoom kept."""

from typing import Any

import plotly.graph_objects as go

from ui.loader import component

_chart = component("live_chart", "chart.js")


def live_chart(figure: go.Figure, *, key: str, alt: str, height: int = 380, failed: str = "") -> None:
    """Draw a figure of two dimensions; `alt` says what it shows, `failed` what to say where it cannot be drawn."""
    data: dict[str, Any] = {"figure": figure.to_dict(), "alt": alt, "height": height, "failed": failed}
    _chart(key=key, data=data)
