"""Heights of a surface on the scale that charts draw: linear, decades above the lowest point, or ranks."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from optim_core.base.result import Array
from optim_core.figures.numbers import LARGEST_SINGLE, SINGLE, round_step, short
from optim_core.surfaces import AbstractSurface
from optim_core.surfaces.grid import Grid

LEVELS = 19
"""Most steps between contour lines."""
FEW_DECADES = (0.7, 2.0)
"""A log scale that spans this many decades has ticks at 1, 2 and 5 times powers of ten."""
PERCENTILES = (1, 2, 99)
"""Of the heights: lowest color, lowest contour line, highest color."""
BINS, CLEARLY = 16, 0.015
"""A log scale is chosen if it spreads the heights over so many bands of color more evenly by this share."""
QUANTILES = 65
"""Heights by which the browser knows a scale of ranks."""
LEAST_SPAN = 1e-12
"""Heights whose range is a smaller share of their size are drawn as equal."""


@dataclass(frozen=True)
class Heights:
    """Drawn heights and their scale; colors go from `low` to `high`, the 1st and 99th percentile."""

    z: Array
    """Drawn heights (side, side): `high` where not finite, at least `low` on a log scale."""
    low: float
    high: float
    lowest_line: float
    """The lowest contour line; lower ones would break into beads in valleys narrower than the grid's spacing."""
    floor: float | None
    """The height at which the gaps of a log scale are 0; None on other scales."""
    ranked: Array | None = None
    """The heights of the grid in order (n,), of which a scale of ranks gives the share below; None on other scales."""

    @property
    def is_linear(self) -> bool:
        """Whether the drawn heights are the heights themselves."""
        return self.floor is None and self.ranked is None

    @property
    def title(self) -> str:
        """Key of the text of a color bar or a z axis."""
        return "figure.height_rank" if self.ranked is not None else f"figure.height{'' if self.is_linear else '_log'}"

    def __call__(self, values: Array) -> Array:
        """Other heights (...) on the same scale, of the same shape (...); NaN stays NaN."""
        if self.ranked is not None:
            return _shares(self.ranked, values)
        if self.floor is None:
            return values
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            return np.maximum(np.log10(values - self.floor), self.low)

    @property
    def quantiles(self) -> list[float] | None:
        """Evenly spaced quantiles of the heights of a scale of ranks, the lowest and the highest included."""
        if self.ranked is None:
            return None
        return [float(value) for value in np.quantile(self.ranked, np.linspace(0, 1, QUANTILES))]

    @property
    def contours(self) -> dict[str, float]:
        """Plotly's settings of at most 20 contour levels at round heights."""
        size = round_step(self.high - self.low, LEVELS)
        return {
            "start": math.ceil(self.lowest_line / size) * size,
            "end": math.floor(self.high / size) * size,
            "size": size,
        }

    @property
    def ticks(self) -> dict[str, Any]:
        """Plotly's ticks at round heights, for a color bar or a z axis."""
        span = self.high - self.low
        if self.ranked is not None:
            shares = [i / 5 for i in range(6)]
            return {"tickvals": shares, "ticktext": [short(float(v)) for v in np.quantile(self.ranked, shares)]}
        if self.floor is None:
            step = round_step(span, 5)
        elif FEW_DECADES[0] < span <= FEW_DECADES[1]:
            decades = range(math.floor(self.low), math.ceil(self.high))
            values = [decade + math.log10(digit) for decade in decades for digit in (1, 2, 5)]
            values = [value for value in values if self.low <= value <= self.high and 10**value > 0]
            return {"tickvals": values, "ticktext": [short(10**v) for v in values]}
        else:
            step = max(1.0, math.ceil(span / 6)) if span > 2 else round_step(span, 4)
        first = math.ceil(self.low / step)
        values = [i * step for i in range(first, math.floor(self.high / step) + 1)]
        return {"tickvals": values, "ticktext": [short(v if self.floor is None else 10**v) for v in values]}


def heights(surface: AbstractSurface, grid: Grid, scale: str = "auto") -> Heights:
    """Heights of a surface on a grid, on the scale that `SurfaceView.colors` names."""
    return drawn(grid.z, scale, surface.lowest)


def drawn(z: Array, scale: str, lowest: float | None) -> Heights:
    """Heights from z (side, side) on a "linear" scale, as decades above `lowest` ("log"), or as ranks from 0 to 1.

    Decades are those above the minimum of z where that is lower, or `lowest` is None. "auto" is log where this spreads
    the heights more evenly over the colors than linear does. Values too large for single precision count as infinite.
    """
    z = np.where(np.abs(z) > LARGEST_SINGLE, np.copysign(np.inf, z), z)
    finite = _finite(z)
    if scale == "rank":
        ranked = np.sort(finite)
        return Heights(_shares(ranked, np.nan_to_num(z, nan=np.inf)), 0.0, 1.0, 0.0, None, ranked)
    floor = float(finite.min() if lowest is None else min(lowest, finite.min()))
    with np.errstate(divide="ignore", invalid="ignore"):
        decades = np.log10(z - floor)
    log = scale == "log" or (scale == "auto" and _evenness(decades) > _evenness(z) + CLEARLY)
    z = decades if log else z
    finite = _finite(z)
    low, line, high = (float(v) for v in np.percentile(finite, PERCENTILES))
    if not high - low > max(LEAST_SPAN * max(abs(low), abs(high)), SINGLE[0]):
        margin = max(0.5, 0.01 * abs(low))
        low, high = low - margin, high + margin
    z = np.where(np.isneginf(z), low, np.where(np.isfinite(z), z, high))
    return Heights(
        z=np.maximum(z, low) if log else z,
        low=low,
        high=high,
        lowest_line=line if log else low,
        floor=floor if log else None,
    )


def _evenness(z: Array) -> float:
    """Entropy of the colors of heights (side, side) on a linear scale of `BINS` colors, as a share of the largest."""
    finite = _finite(z)
    low, high = np.percentile(finite, (PERCENTILES[0], PERCENTILES[-1]))
    if not high - low > max(LEAST_SPAN * max(abs(low), abs(high)), SINGLE[0]):
        return 0.0
    counts = np.histogram(np.clip((finite - low) / (high - low), 0, 1), bins=BINS, range=(0, 1))[0]
    shares = counts[counts > 0] / len(finite)
    return float(-(shares * np.log2(shares)).sum() / math.log2(BINS))


def _shares(ranked: Array, values: Array) -> Array:
    """Share of the heights in order (n,) that are lower than each value (...), those equal to it counted half."""
    below, upto = (np.searchsorted(ranked, values, side=side) for side in ("left", "right"))
    shares: Array = np.where(np.isnan(values), np.nan, (below + upto) / (2 * len(ranked)))
    return shares


def _finite(z: Array) -> Array:
    """Finite heights (k,), or a single 0 if there is none."""
    finite: Array = z[np.isfinite(z)]
    return finite if len(finite) else np.zeros(1)
