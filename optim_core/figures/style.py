"""The palette and the look of every figure, declared once.

Figures carry no colour for text or background: both are transparent or left to the reader's theme.
"""

from dataclasses import dataclass
from typing import Any

MARK_SIZE = 9
PATH_WIDTH = 2
HALO_WIDTH = 4.5
HALO = "#ffffff"
GRID = "rgba(128, 134, 148, 0.22)"
NEUTRAL = "#7d8794"
MINIMUM = "#1f2937"

SURFACE_SCALE = ["#b4c4d6", "#c5d2e0", "#d5dfe9", "#e4ebf2", "#f3f6f9"]
"""Low to high; pale, so that paths stay loud."""
CONTOUR_LINE = "rgba(70, 90, 115, 0.35)"


@dataclass(frozen=True)
class Slot:
    """How one contender looks, everywhere: chart, table and text."""

    colour: str
    dash: str
    symbol: str
    """Plotly's name of the marker."""
    glyph: str
    """The same marker as a character."""
    word: str
    """Streamlit's name of the colour: `:blue[●]`."""


SLOTS = (
    Slot("#0072B2", "solid", "circle", "●", "blue"),
    Slot("#E69F00", "dash", "square", "■", "orange"),
    Slot("#009E73", "dot", "triangle-up", "▲", "green"),
    Slot("#CC79A7", "dashdot", "diamond", "◆", "violet"),
    Slot("#D55E00", "longdash", "star", "★", "red"),
    Slot("#5F6B76", "longdashdot", "cross", "✚", "gray"),
    Slot("#A8943A", "8px,3px,2px,3px,2px,3px", "triangle-down", "▼", "yellow"),
    Slot("#5546E0", "14px,3px", "x", "✖", "primary"),
)
"""Okabe and Ito's colours first; all differ by lightness too, under red-green blindness as well."""


def slot(index: int) -> Slot:
    """The look of a contender; indices beyond the palette start over."""
    return SLOTS[index % len(SLOTS)]


def axis(title: str, **more: Any) -> dict[str, Any]:
    """A quiet axis."""
    return {
        "title": {"text": title, "standoff": 6, "font": {"size": 12}},
        "gridcolor": GRID,
        "zeroline": False,
        "linecolor": GRID,
        "ticks": "",
        "tickfont": {"size": 11},
        "exponentformat": "e",
        "automargin": True,
        **more,
    }


def layout(**more: Any) -> dict[str, Any]:
    """What all figures share."""
    return {
        "template": "none",
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
