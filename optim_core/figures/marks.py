"""Short words at points of a chart, moved apart where they would cover each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from optim_core.base.result import Array
from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.scales import drawable
from optim_core.figures.style import Style

WIDTH, HEIGHT = 560.0, 420.0
"""The size in pixels that places are reckoned in; charts of another size come close."""
NARROW = 380.0
"""Usual width in pixels of a chart that stands beside another one."""
LINE = 14.0
GAP = 7.0
CHARACTER = 6.2
PLATE = "rgba(255, 255, 255, 0.7)"
"""Behind the words; the page takes its own background instead."""


NEAR = 0.03
"""Points closer than this share of the chart, with the same words, have them once."""


@dataclass(frozen=True)
class Mark:
    """Words at a point; `x` and `y` in shares of the chart's width and height, from its lower left corner."""

    text: str
    x: float
    y: float
    at: tuple[float, float]
    """The point in axis coordinates (a log axis: the decade)."""
    look: Style
    step: int
    """The step at which it happened: playback shows it from there on."""


def crosses(x: Sequence[float], y: Sequence[float], name: str, index: int) -> dict[str, Any]:
    """A trace of the points at which a contender was lost."""
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
        "meta": style.meta("head", slot=index),
    }


def annotations(marks: Sequence[Mark], width: float = WIDTH) -> list[dict[str, Any]]:
    """Plotly annotations beside the points, towards the inside of the chart, none over another."""
    placed: list[tuple[float, float, float, float]] = []
    result = []
    for group in sorted(_groups(marks), key=lambda group: group[0].y):
        mark, lines = group[0], group[0].text.split("<br>")
        wide = (max(map(len, lines)) + 2 * len(group)) * CHARACTER
        tall = LINE * len(lines)
        right = mark.x > 0.5
        left = mark.x * width - wide - 4 if right else mark.x * width + 4
        aside = tall / 2 + GAP
        wish = mark.y * HEIGHT + (-aside if mark.y * HEIGHT > 2 * aside else aside)
        low = _free(left, wish - tall / 2, wide, tall, placed)
        placed.append((left, low, wide, tall))
        chips = "".join(f'<span style="color:{each.look.colour}">{each.look.glyph}</span>' for each in group)
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
    """The note, with the words of `key`, that no value of any curve can be drawn; none where one can."""
    if any(drawable(curve).any() for curve in curves):
        return []
    return [style.note(t(key), x=0.5, y=0.5, xanchor="center", yanchor="middle")]


def _groups(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Marks with the same words at about the same point belong together."""
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
    """The height nearest to `low` where the box overlaps none of those placed."""

    def hits(at: float) -> bool:
        return any(
            left < x + w and x < left + wide and at < y + h - 0.5 and y < at + tall - 0.5 for x, y, w, h in placed
        )

    ladder = sorted((step * LINE for step in range(-25, 26)), key=abs)
    return next((low + d for d in ladder if 0 <= low + d <= HEIGHT - tall and not hits(low + d)), low)
