"""The one colour scale that all panels of a map share."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from optim_core.base.result import Array
from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.numbers import DRAWABLE, apart, round_step, short
from optim_core.figures.scales import WIDE, drawable
from optim_core.surfaces import AbstractSurface

PERCENTILES = (1, 99)
DEEPEST = 16
"""Decades that the colours of a log scale span at most, as many as a double has digits."""
BRIGHT_IS_HIGH = "Viridis"
NONE = "#9aa4b0"
"""Where a run arrived at no known minimum."""


@dataclass(frozen=True)
class Colours:
    """`low` and `high` bound the colours, in decades above `floor` on a log scale; `names` are those of a few kinds.

    Brighter is lower, unless `rising`.
    """

    log: bool
    floor: float
    low: float
    high: float
    names: tuple[str, ...] = ()
    rising: bool = False

    def place(self, values: Array) -> Array:
        """Values on the scale, of those beyond all axes the ends; NaN stays NaN."""
        held: Array = np.clip(values, -DRAWABLE[1], DRAWABLE[1])
        if not self.log:
            return held
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.maximum(np.log10(held - self.floor), self.high - 2 * DEEPEST)

    @property
    def look(self) -> dict[str, Any]:
        """What a heatmap trace needs to know."""
        if self.names:
            steps = [style.contender_style(i).colour for i in range(len(self.names))]
            n = len(steps)
            scale = [[place / n, colour] for i, colour in enumerate(steps) for place in (i, i + 1)]
            return {"colorscale": scale, "zmin": -0.5, "zmax": n - 0.5, "zauto": False}
        ends = {"zmin": self.low, "zmax": self.high, "zauto": False}
        return {"colorscale": BRIGHT_IS_HIGH, "reversescale": not self.rising, **ends}

    @property
    def ticks(self) -> dict[str, Any]:
        """Round values for the strip that explains the colours."""
        span = self.high - self.low
        step = max(1.0, math.ceil(span / 8)) if self.log and span > 2 else round_step(span, 6)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        places = [i * step for i in range(first, last + 1)]
        words = [short(10**place if self.log else float(f"{place:.10g}")) for place in places]
        return {"tickvals": places, "ticktext": words}


def colours(panels: Sequence[Array], colour: str, surface: AbstractSurface) -> Colours:
    """The scale for the values of all panels: from their 1st to their 99th percentile.

    Losses are counted from the lowest known height, in decades where they span more than two of them.
    """
    if colour == "minimum":
        names = tuple(f"({x:.4g}, {y:.4g})" for x, y in surface.minima)
        return Colours(log=False, floor=0.0, low=0.0, high=1.0, names=names)
    return loss_colours(panels, surface.lowest) if colour != "steps_to" else even_colours(panels)


def loss_colours(panels: Sequence[Array], lowest: float | None) -> Colours:
    """Losses counted from the `lowest` there is, where that is known; in decades where they span more than two."""
    finite = _finite(panels)
    log, floor = False, 0.0
    if len(finite):
        floor = float(finite.min()) if lowest is None else min(lowest, float(finite.min()))
        gaps = finite - floor
        low, high = np.percentile(gaps, PERCENTILES)
        log = bool(high > 0 and (low <= 0 or math.log10(high) - math.log10(low) > WIDE))
        if log:
            finite = np.log10(gaps[gaps > 0])
    return _between(finite, log=log, floor=floor if log else 0.0)


def even_colours(panels: Sequence[Array], *, rising: bool = False) -> Colours:
    """Any other values, evenly spread."""
    return _between(_finite(panels), rising=rising)


def score_colours(panels: Sequence[Array]) -> Colours:
    """Scores: the higher the better. Those below 0, which is no better than a guess, look like 0 where any is above."""
    finite = _finite(panels)
    return even_colours([np.maximum(finite, 0) if (finite > 0).any() else finite], rising=True)


def _finite(panels: Sequence[Array]) -> Array:
    return np.concatenate([np.empty(0), *(values[drawable(values)] for values in panels)])


def _between(places: Array, *, log: bool = False, floor: float = 0.0, rising: bool = False) -> Colours:
    """From the 1st to the 99th percentile."""
    if not len(places):
        return Colours(log=False, floor=0.0, low=0.0, high=1.0, rising=rising)
    low, high = np.percentile(places, PERCENTILES)
    if log:
        low = max(low, high - DEEPEST)
    low, high = apart(float(low), float(high), 1e-9)
    return Colours(log=log, floor=floor, low=low, high=high, rising=rising)


def strip_drawing(scale: Colours, title: str, t: Translator) -> style.Drawing:
    """The colours as a strip with their values."""
    places = np.linspace(scale.low, scale.high, 128)
    return {
        "data": [
            {
                "type": "heatmap",
                "x0": scale.low,
                "dx": places[1] - places[0],
                "y": [0],
                "z": [places.round(6).tolist()],
                **scale.look,
                "showscale": False,
                "hoverinfo": "skip",
                "meta": style.meta("strip"),
            }
        ],
        "layout": style.layout(
            margin={"l": 8, "r": 8, "t": 2, "b": 34},
            xaxis=style.axis(title, range=[scale.low, scale.high], fixedrange=True, **scale.ticks),
            yaxis={"visible": False, "fixedrange": True},
        ),
    }
