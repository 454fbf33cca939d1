"""The palette and the look of every figure, declared once.

Figures carry no colour for text or background: both are transparent or left to the reader's theme.
"""

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

Drawing = dict[str, Any]
"""A figure as plotly.js reads it, its arrays still arrays; `figure` checks it and makes it Plotly's own."""

MARK_SIZE = 9
PATH_WIDTH = 2
HALO_WIDTH = 4.5
HALO = "#ffffff"
GRID = "rgba(128, 134, 148, 0.22)"
NEUTRAL = "#7d8794"
MINIMUM = "#1f2937"

SHARES = (0, 0.25, 0.5, 0.75, 1)
SURFACE_SCALE = list(zip(SHARES, ("#b4c4d6", "#c5d2e0", "#d5dfe9", "#e4ebf2", "#f3f6f9"), strict=True))
"""Low to high; pale, so that paths stay loud."""
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
"""What the page changes in the traces of a role where its theme is dark; figures themselves are made for light."""


@dataclass(frozen=True)
class Style:
    """How one contender looks, everywhere: chart, table and text."""

    colour: str
    dash: str
    """Its dashes and gaps in pixels; the gaps are short, so that a path stays a line."""
    symbol: str
    """Plotly's name of the marker."""
    glyph: str
    """The same marker as a character."""
    word: str
    """Streamlit's name of the colour."""

    @property
    def chip(self) -> str:
        """Markdown for the marker in its colour."""
        return f":{self.word}[{self.glyph}]"


STYLES = (
    Style("#0072B2", "solid", "circle", "●", "blue"),
    Style("#E69F00", "10px,4px", "square", "■", "orange"),
    Style("#009E73", "3px,3px", "triangle-up", "▲", "green"),
    Style("#CC79A7", "10px,3px,3px,3px", "diamond", "◆", "violet"),
    Style("#D55E00", "18px,4px", "star", "★", "red"),
    Style("#5F6B76", "18px,3px,3px,3px", "cross", "✚", "gray"),
    Style("#A8943A", "10px,3px,3px,3px,3px,3px", "triangle-down", "▼", "yellow"),
    Style("#7064EC", "6px,3px", "x", "✖", "primary"),
)
"""Okabe and Ito's colours first; all differ by lightness too, under red-green blindness as well."""


def contender_style(index: int) -> Style:
    """The style of the contender at this index; indices beyond the palette start over."""
    return STYLES[index % len(STYLES)]


def faded(colour: str, share: float) -> str:
    """A hexadecimal colour of which only a share covers what is below."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {share})"


def head(look: Style) -> dict[str, Any]:
    """The marker at the end of a path."""
    line = {"width": 1.2, "color": HALO}
    return {"symbol": look.symbol, "size": MARK_SIZE, "color": look.colour, "line": line}


def cross(look: Style) -> dict[str, Any]:
    """The marker where a path was lost."""
    return {"symbol": "x-thin", "size": MARK_SIZE, "color": look.colour, "line": {"width": 3, "color": look.colour}}


def meta(role: str, **more: Any) -> dict[str, Any]:
    """What a trace is there for, by which the page finds it, and its look in a dark theme."""
    dark = {"dark": DARK[role]} if role in DARK else {}
    return {"role": role, **dark, **more}


def axis(title: str, **more: Any) -> dict[str, Any]:
    """A quiet axis."""
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
    """What all figures share."""
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
    """A quiet remark in the upper left corner."""
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
    """A drawing as a figure of its own, for export and for notebooks."""
    return go.Figure({"data": drawing["data"], "layout": {"template": "none", **drawing["layout"]}})
