"""Family tree of the optimizers."""

import math
from collections.abc import Collection
from itertools import groupby
from typing import Any

import plotly.graph_objects as go

from optim_core.base.text import Translator
from optim_core.explain.catalogue.family import FAMILY, Member, family_member, generation
from optim_core.figures.style import GRID, NEUTRAL, STYLES, figure, layout, meta

CROWD, STAGGER = 4, 0.33
"""A row of more than `CROWD` members is staggered by `STAGGER`, so that the names fit on a phone."""
WIDTH = 6.0


def family_figure(here: Collection[str], t: Translator) -> go.Figure:
    """Figure of the family tree, generations from top to bottom; the members `here` have the accent color."""
    positions = _positions()
    lines: list[tuple[float | None, float | None]] = []
    for member in FAMILY:
        for parent in member.parents:
            lines += [positions[parent], positions[member.name], (None, None)]
    bounds = {"visible": False, "fixedrange": True}
    return figure(
        {
            "data": [_edges(lines), _nodes(positions, here, t)],
            "layout": layout(
                margin={"l": 4, "r": 4, "t": 4, "b": 4},
                xaxis={**bounds, "range": [-WIDTH / 2 - 0.2, WIDTH / 2 + 0.2]},
                yaxis={**bounds, "range": [-max(generation(one.name) for one in FAMILY) - 0.45, 0.35]},
                dragmode=False,
            ),
        }
    )


def member_at(x: float, y: float) -> str:
    """Name of the member nearest to a point of the figure."""
    positions = _positions()
    return min(positions, key=lambda name: math.dist(positions[name], (x, y)))


def family_alt(t: Translator) -> str:
    """Alternative text: number and years of the members, and the parents of each."""
    lines = (
        t("catalogue.alt_line", name=one.name, year=one.year, parents=", ".join(one.parents))
        for one in FAMILY
        if one.parents
    )
    first, last = min(FAMILY, key=_year), max(FAMILY, key=_year)
    ends = {"first": first.name, "first_year": first.year, "last": last.name, "last_year": last.year}
    return t("catalogue.alt", count=len(FAMILY), lines=" ".join(lines), **ends)


def _year(member: Member) -> int:
    return member.year


def _positions() -> dict[str, tuple[float, float]]:
    """Name -> (x, y); one row per generation, in the order of the parents' mean x."""
    positions: dict[str, tuple[float, float]] = {}
    for depth, row in groupby(sorted((one.name for one in FAMILY), key=generation), key=generation):
        names = sorted(row, key=lambda name: _middle([positions[parent][0] for parent in family_member(name).parents]))
        for index, name in enumerate(names):
            down = STAGGER * (index % math.ceil(len(names) / CROWD))
            positions[name] = (WIDTH * ((index + 0.5) / len(names) - 0.5), -depth - down)
    return positions


def _middle(values: list[float]) -> float:
    return sum(values) / max(len(values), 1)


def _edges(points: list[tuple[float | None, float | None]]) -> dict[str, Any]:
    x, y = zip(*points, strict=True)
    line = {"color": NEUTRAL, "width": 1}
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": line,
        "opacity": 0.6,
        "hoverinfo": "skip",
        "meta": meta("edges"),
    }


def _nodes(positions: dict[str, tuple[float, float]], here: Collection[str], t: Translator) -> dict[str, Any]:
    names = list(positions)
    x, y = zip(*positions.values(), strict=True)
    known = [name in here for name in names]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": x,
        "y": y,
        "text": [f"<b>{name}</b>" if inside else name for name, inside in zip(names, known, strict=True)],
        "textposition": "bottom center",
        "textfont": {"size": 11},
        "customdata": names,
        "hovertext": [
            family_member(name).title if inside else f"{family_member(name).title}<br>{t('catalogue.not_here')}"
            for name, inside in zip(names, known, strict=True)
        ],
        "hoverinfo": "text",
        "marker": {
            "size": 13,
            "color": [STYLES[0].color if inside else GRID for inside in known],
            "line": {"color": NEUTRAL, "width": 1},
        },
        "cliponaxis": False,
        "meta": meta("members"),
    }
