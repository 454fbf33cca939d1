"""The color scale that all panels of a map share."""

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
"""Most decades that the colors of a log scale span: as many as a double has digits."""
BRIGHT_IS_HIGH = "Viridis"
NONE = "#9aa4b0"
"""Color of a run that ended at no known minimum."""


@dataclass(frozen=True)
class ColorScale:
    """A color scale from `low` to `high`, in decades above `floor` if `log`.

    With `names`, it has one color per name, and values are their indices. Brighter is lower, unless `rising`.
    """

    log: bool
    floor: float
    low: float
    high: float
    names: tuple[str, ...] = ()
    rising: bool = False

    def position(self, values: Array) -> Array:
        """Positions of values on the scale, of the same shape (...); huge values are clipped, NaN stays NaN."""
        clipped: Array = np.clip(values, -DRAWABLE[1], DRAWABLE[1])
        if not self.log:
            return clipped
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.maximum(np.log10(clipped - self.floor), self.lowest)

    @property
    def lowest(self) -> float:
        """The lowest position on a log scale, which stands for all that lies below."""
        return self.high - 2 * DEEPEST

    @property
    def heatmap(self) -> dict[str, Any]:
        """Plotly's settings of a heatmap with these colors."""
        if self.names:
            steps = [style.contender_style(i).color for i in range(len(self.names))]
            n = len(steps)
            scale = [[position / n, color] for i, color in enumerate(steps) for position in (i, i + 1)]
            return {"colorscale": scale, "zmin": -0.5, "zmax": n - 0.5, "zauto": False}
        ends = {"zmin": self.low, "zmax": self.high, "zauto": False}
        return {"colorscale": BRIGHT_IS_HIGH, "reversescale": not self.rising, **ends}

    @property
    def ticks(self) -> dict[str, Any]:
        """Plotly's ticks at round values, for a color bar."""
        span = self.high - self.low
        step = max(1.0, math.ceil(span / 8)) if self.log and span > 2 else round_step(span, 6)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        positions = [i * step for i in range(first, last + 1)]
        texts = [short(10**position if self.log else float(f"{position:.10g}")) for position in positions]
        return {"tickvals": positions, "ticktext": texts}


def color_scale(panels: Sequence[Array], quantity: str, surface: AbstractSurface | None) -> ColorScale:
    """Color scale for `MapView.colour`, from the 1st to the 99th percentile of all panels, each (rows, columns).

    Losses are drawn as gaps to the lowest known height, on a log scale if the gaps span more than two decades. Without
    a `surface` that all cells have in common, they are gaps to the lowest loss, and no minimum is known.
    """
    if quantity == "steps_to":
        return even_colors(panels)
    if surface is None:
        return loss_colors(panels, None)
    if quantity == "minimum":
        names = tuple(f"({x:.4g}, {y:.4g})" for x, y in surface.minima)
        return ColorScale(log=False, floor=0.0, low=0.0, high=1.0, names=names)
    return loss_colors(panels, surface.lowest)


def loss_colors(panels: Sequence[Array], lowest: float | None) -> ColorScale:
    """Color scale for the losses of all panels, each (rows, columns).

    They are drawn as gaps to `lowest`, or to the lowest of them, on a log scale if the gaps span more than two decades.
    """
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


def even_colors(panels: Sequence[Array], *, rising: bool = False) -> ColorScale:
    """Linear color scale for the values of all panels, each (rows, columns); brighter is higher if `rising`."""
    return _between(_finite(panels), rising=rising)


def score_colors(panels: Sequence[Array]) -> ColorScale:
    """Color scale for the scores of all panels, each (rows, columns): brighter is higher, which is better.

    If any score is positive, scores below 0, which are no better than a guess, have the color of 0.
    """
    finite = _finite(panels)
    return even_colors([np.maximum(finite, 0) if (finite > 0).any() else finite], rising=True)


def _finite(panels: Sequence[Array]) -> Array:
    return np.concatenate([np.empty(0), *(values[drawable(values)] for values in panels)])


def _between(positions: Array, *, log: bool = False, floor: float = 0.0, rising: bool = False) -> ColorScale:
    """Scale from the 1st to the 99th percentile of positions (n,)."""
    if not len(positions):
        return ColorScale(log=False, floor=0.0, low=0.0, high=1.0, rising=rising)
    low, high = np.percentile(positions, PERCENTILES)
    if log:
        low = max(low, high - DEEPEST)
        if high - low < 1e-9:
            low, high = low - 0.5, high + 0.5
    low, high = apart(float(low), float(high), 1e-9)
    return ColorScale(log=log, floor=floor, low=low, high=high, rising=rising)


def strip_drawing(scale: ColorScale, title: str, t: Translator) -> style.Drawing:
    """Drawing of the color scale as a horizontal strip with ticks."""
    positions = np.linspace(scale.low, scale.high, 128)
    return {
        "data": [
            {
                "type": "heatmap",
                "x0": scale.low,
                "dx": positions[1] - positions[0],
                "y": [0],
                "z": [positions.round(6).tolist()],
                **scale.heatmap,
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
