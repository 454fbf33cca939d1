"""The family tree of the optimizers."""

import math
from collections.abc import Collection
from itertools import groupby
from typing import Any

import plotly.graph_objects as go

from optim_core.base.text import Translator
from optim_core.explain.catalogue.family import FAMILY, Member, family_member, generation
from optim_core.figures.style import GRID, NEUTRAL, STYLES, figure, layout, meta

CROWD, STAGGER = 4, 0.33
"""Rows of more members than that are staggered, so far down, so that their names find room on a phone."""
WIDTH = 6.0


def family_figure(here: Collection[str], t: Translator) -> go.Figure:
    """Generations from top to bottom; the members `here` stand out, and a click on one gives its name."""
    places = _places()
    lines: list[tuple[float | None, float | None]] = []
    for member in FAMILY:
        for parent in member.parents:
            lines += [places[parent], places[member.name], (None, None)]
    bounds = {"visible": False, "fixedrange": True}
    return figure(
        {
            "data": [_edges(lines), _nodes(places, here, t)],
            "layout": layout(
                margin={"l": 4, "r": 4, "t": 4, "b": 4},
                xaxis={**bounds, "range": [-WIDTH / 2 - 0.2, WIDTH / 2 + 0.2]},
                yaxis={**bounds, "range": [-max(generation(one.name) for one in FAMILY) - 0.45, 0.35]},
                dragmode=False,
            ),
        }
    )


def member_at(x: float, y: float) -> str:
    """The member that stands nearest to a point of the figure."""
    places = _places()
    return min(places, key=lambda name: math.dist(places[name], (x, y)))


def family_alt(t: Translator) -> str:
    """Who builds on whom."""
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


def _places() -> dict[str, tuple[float, float]]:
    """Name -> (x, y); a row a generation, each member as near below its parents as its row allows."""
    places: dict[str, tuple[float, float]] = {}
    for depth, row in groupby(sorted((one.name for one in FAMILY), key=generation), key=generation):
        names = sorted(row, key=lambda name: _middle([places[parent][0] for parent in family_member(name).parents]))
        for index, name in enumerate(names):
            down = STAGGER * (index % math.ceil(len(names) / CROWD))
            places[name] = (WIDTH * ((index + 0.5) / len(names) - 0.5), -depth - down)
    return places


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


def _nodes(places: dict[str, tuple[float, float]], here: Collection[str], t: Translator) -> dict[str, Any]:
    names = list(places)
    x, y = zip(*places.values(), strict=True)
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
            "color": [STYLES[0].colour if inside else GRID for inside in known],
            "line": {"color": NEUTRAL, "width": 1},
        },
        "cliponaxis": False,
        "meta": meta("members"),
    }
