"""Short labels at points of a chart, moved apart where they would overlap, and notes in its corners."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from optim_core.base.result import Array
from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.scales import drawable
from optim_core.figures.style import Style

WIDTH, HEIGHT = 560.0, 420.0
"""Assumed size of a chart in pixels, for the size of labels in its coordinates."""
NARROW = 380.0
"""Usual width in pixels of a chart that stands beside another one."""
LINE = 14.0
"""Height of a line of text in pixels."""
GAP = 7.0
"""Pixels between a point and its label."""
SPOT = 5.0
"""Half the width in pixels of what is drawn at a point."""
CHARACTER = 6.2
"""Mean width of a character in pixels."""
PLATE = "rgba(255, 255, 255, 0.7)"
"""Background of labels; the page replaces it with its own background."""
NEAR = 0.03
"""Points with equal texts share one label if they are closer than this share of the chart."""


@dataclass(frozen=True)
class Mark:
    """A label at a point; `x` and `y` are shares of the chart's width and height, from its lower left corner."""

    text: str
    x: float
    y: float
    at: tuple[float, float]
    """The point in axis coordinates (a log axis: the decade)."""
    contender: Style
    step: int
    """The step from which playback shows the label."""


def crosses(x: Sequence[float], y: Sequence[float], name: str, index: int) -> dict[str, Any]:
    """Trace of crosses where runs of a contender diverged or failed."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": list(x),
        "y": list(y),
        "marker": style.cross(style.contender_style(index)),
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
        "meta": style.meta("head", index=index),
    }


def annotations(
    marks: Sequence[Mark], width: float = WIDTH, points: Sequence[tuple[float, float]] = ()
) -> list[dict[str, Any]]:
    """Plotly annotations beside the points, towards the inside of the chart, without overlaps.

    They cover no point of another mark, and none of further `points`, shares of the chart's width and height.
    """
    covered = [*((mark.x, mark.y) for mark in marks), *points]
    placed = [(x * width - SPOT, y * HEIGHT - SPOT, 2 * SPOT, 2 * SPOT) for x, y in covered]
    result = []
    for group in sorted(_groups(marks), key=lambda group: group[0].y):
        mark, lines = group[0], group[0].text.split("<br>")
        wide = (max(map(len, lines)) + 2 * len(group)) * CHARACTER
        tall = LINE * len(lines)
        right = mark.x > 0.5
        left = mark.x * width - wide - 4 if right else mark.x * width + 4
        aside = tall / 2 + GAP
        preferred = mark.y * HEIGHT + (-aside if mark.y * HEIGHT > 2 * aside else aside)
        low = _free(left, preferred - tall / 2, wide, tall, placed)
        placed.append((left, low, wide, tall))
        chips = "".join(f'<span style="color:{each.contender.color}">{each.contender.glyph}</span>' for each in group)
        result.append(
            {
                "x": mark.at[0],
                "y": mark.at[1],
                "text": f"{chips} {mark.text}",
                "name": f"step {mark.step}",
                "showarrow": False,
                "xanchor": "right" if right else "left",
                "yanchor": "middle",
                "align": "right" if right else "left",
                "xshift": -4 if right else 4,
                "yshift": low + tall / 2 - mark.y * HEIGHT,
                "font": {"size": 11},
                "bgcolor": PLATE,
                "captureevents": False,
            }
        )
    return result


def no_values_note(curves: Sequence[Array], t: Translator, key: str = "figure.no_values") -> list[dict[str, Any]]:
    """Centered note with the text of `key` if no value of any curve (n,) can be drawn, else an empty list."""
    if any(drawable(curve).any() for curve in curves):
        return []
    return [style.note(t(key), x=0.5, y=0.5, xanchor="center", yanchor="middle")]


def _groups(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Groups of marks with equal texts at nearly equal points."""
    groups: list[list[Mark]] = []
    for mark in marks:
        for group in groups:
            first = group[0]
            if mark.text == first.text and abs(mark.x - first.x) < NEAR and abs(mark.y - first.y) < NEAR:
                group.append(mark)
                break
        else:
            groups.append([mark])
    return groups


def _free(left: float, low: float, wide: float, tall: float, placed: list[tuple[float, float, float, float]]) -> float:
    """The lower edge nearest to `low` at which the box overlaps no placed box."""

    def hits(at: float) -> bool:
        return any(
            left < x + w and x < left + wide and at < y + h - 0.5 and y < at + tall - 0.5 for x, y, w, h in placed
        )

    ladder = sorted((step * LINE for step in range(-25, 26)), key=abs)
    return next((low + d for d in ladder if 0 <= low + d <= HEIGHT - tall and not hits(low + d)), low)
