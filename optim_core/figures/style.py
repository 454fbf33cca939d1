"""The palette and the style of every figure, declared once.

Figures carry no color for text or background: both are transparent or left to the reader's theme.
"""

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

Drawing = dict[str, Any]
"""A figure's data and layout as plotly.js reads them, with NumPy arrays; not validated, unlike `figure` of it."""

MARK_SIZE = 9
PATH_WIDTH = 2
AVERAGED_WIDTH, AVERAGED_DASH = 1.4, "2px,2px"
"""Of the path of averages beside a path."""
HALO_WIDTH = 4.5
HALO = "#ffffff"
GRID = "rgba(128, 134, 148, 0.22)"
NEUTRAL = "#7d8794"
MINIMUM = "#1f2937"

SHARES = (0, 0.25, 0.5, 0.75, 1)
SURFACE_SCALE = list(zip(SHARES, ("#b4c4d6", "#c5d2e0", "#d5dfe9", "#e4ebf2", "#f3f6f9"), strict=True))
"""From low to high heights; pale, so that paths stand out."""
CONTOUR_LINE = "rgba(70, 90, 115, 0.35)"
DARK_SCALE = list(zip(SHARES, ("#10171f", "#19232e", "#23303d", "#2e3d4c", "#394a5b"), strict=True))

DARK: dict[str, dict[str, Any]] = {
    "surface": {
        "colorscale": DARK_SCALE,
        "line": {"color": "rgba(165, 185, 210, 0.22)"},
    },
    "halo": {"line": {"color": "#0e151c"}},
    "minimum": {"marker": {"color": "#f3f6f9", "line": {"color": "#10171f"}}},
    "start": {"marker": {"color": "#f3f6f9", "line": {"color": "#f3f6f9"}}},
}
"""Role of a trace -> what the page changes in it in a dark theme; figures are made for a light one."""


@dataclass(frozen=True)
class Style:
    """Style of one contender in charts, tables and texts."""

    color: str
    dash: str
    """Plotly's dash pattern in pixels; the gaps are short, so that a path remains a line."""
    symbol: str
    """Plotly's name of the marker."""
    glyph: str
    """The same marker as a character."""
    word: str = ""
    """Streamlit's name of the color, which `.streamlit/config.toml` sets to `color`; empty without one."""

    @property
    def chip(self) -> str:
        """Markdown for the marker in its color."""
        return f":{self.word}[{self.glyph}]" if self.word else f':color[{self.glyph}]{{foreground="{self.color}"}}'


STYLES = (
    Style("#0072B2", "solid", "circle", "●", "blue"),
    Style("#E69F00", "10px,4px", "square", "■", "orange"),
    Style("#009E73", "3px,3px", "triangle-up", "▲", "green"),
    Style("#CC79A7", "10px,3px,3px,3px", "diamond", "◆", "violet"),
    Style("#D55E00", "18px,4px", "star", "★", "red"),
    Style("#5F6B76", "18px,3px,3px,3px", "cross", "✚", "gray"),
    Style("#A8943A", "10px,3px,3px,3px,3px,3px", "triangle-down", "▼", "yellow"),
    Style("#6D61EA", "6px,3px", "x", "✖"),
)
"""Okabe and Ito's colors first; all differ in lightness, too, also under red-green color blindness."""


def contender_style(index: int) -> Style:
    """The style of the contender at this index; indices beyond the palette start over."""
    return STYLES[index % len(STYLES)]


def faded(color: str, share: float) -> str:
    """CSS color of a hexadecimal one with the opacity `share`."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {share})"


def head(contender: Style) -> dict[str, Any]:
    """The marker at the end of a path."""
    line = {"width": 1.2, "color": HALO}
    return {"symbol": contender.symbol, "size": MARK_SIZE, "color": contender.color, "line": line}


def open_head(contender: Style) -> dict[str, Any]:
    """The marker at the end of the path of averages."""
    line = {"width": 1.6, "color": contender.color}
    return {"symbol": f"{contender.symbol}-open", "size": MARK_SIZE, "color": contender.color, "line": line}


def cross(contender: Style) -> dict[str, Any]:
    """The marker where a run diverged or failed, or its path left the frame."""
    color = contender.color
    return {"symbol": "x-thin", "size": MARK_SIZE, "color": color, "line": {"width": 3, "color": color}}


def meta(role: str, **more: Any) -> dict[str, Any]:
    """Trace metadata: its role, by which the page finds it, its changes in a dark theme, and `more`."""
    dark = {"dark": DARK[role]} if role in DARK else {}
    return {"role": role, **dark, **more}


def axis(title: str, **more: Any) -> dict[str, Any]:
    """Plotly's settings of an axis with small labels and a light grid, and `more`."""
    return {
        "title": {"text": title, "standoff": 6, "font": {"size": 12}},
        "gridcolor": GRID,
        "zeroline": False,
        "linecolor": GRID,
        "ticks": "",
        "tickfont": {"size": 11},
        "exponentformat": "power",
        "automargin": True,
        **more,
    }


def layout(**more: Any) -> dict[str, Any]:
    """Plotly's layout shared by all figures, and `more`."""
    return {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 44, "r": 10, "t": 10, "b": 40},
        "hovermode": "closest",
        "showlegend": False,
        "legend": {"orientation": "h", "x": 0, "y": -0.22, "yanchor": "top", "font": {"size": 11}},
        **more,
    }


def note(text: str, **where: Any) -> dict[str, Any]:
    """Annotation in small gray letters, in the upper left corner unless `where` says otherwise."""
    return {
        "text": text,
        "xref": "paper",
        "yref": "paper",
        "x": 0.01,
        "y": 0.99,
        "xanchor": "left",
        "yanchor": "top",
        "align": "left",
        "showarrow": False,
        "font": {"size": 11, "color": NEUTRAL},
        "name": "note",
        **where,
    }


def figure(drawing: Drawing) -> go.Figure:
    """Plotly figure of a drawing, validated, for export and notebooks."""
    return go.Figure({"data": drawing["data"], "layout": {"template": "none", **drawing["layout"]}})
