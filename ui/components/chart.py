"""A Plotly figure that updates in place, without flicker and with its zoom kept."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import plotly.graph_objects as go

from optim_core.figures.numbers import sendable
from optim_core.figures.style import Drawing
from ui.components.loader import component
from ui.session.callbacks import guarded, reported

_chart = component("live_chart", "chart")

Report = Callable[..., None]


def live_chart(
    figure: go.Figure | Drawing,
    *,
    key: str,
    alt: str,
    height: int = 380,
    failed: str = "",
    on_click: Report | None = None,
    on_zoom: Report | None = None,
    preview: Mapping[str, Any] | None = None,
) -> None:
    """Draw a 2-D figure; `alt` is its text alternative, `failed` the message if it cannot be drawn.

    `on_click(x, y)` gets the point that was clicked, `on_zoom(x low, x high, y low, y high)` the part that was
    zoomed into, and nothing by a double click; a chart with either shows what it is sent and keeps no zoom of its own.
    `preview` is the map of the chart as the browser runs it while a slider is held.
    """
    drawn = sendable(figure.to_dict() if isinstance(figure, go.Figure) else figure)
    data: dict[str, Any] = {"figure": drawn, "alt": alt, "height": height, "failed": failed}
    if preview is not None:
        data["map"] = sendable(dict(preview))
    if on_click is None and on_zoom is None:
        _chart(key=key, data=data)
        return
    _chart(
        key=key,
        data=data | {"asks": True},
        on_click_change=lambda: _told(key, "click", on_click, (2,)),
        on_zoom_change=lambda: _told(key, "zoom", on_zoom, (0, 4)),
    )


def _told(key: str, event: str, report: Report | None, lengths: tuple[int, ...]) -> None:
    """Pass on a message from the browser, which anyone can write, if it is as many finite numbers as it should be."""
    value = reported(key, event)
    if report and isinstance(value, list | tuple) and len(value) in lengths and all(map(_is_finite, value)):
        guarded(report, *map(float, value))


def _is_finite(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
