"""Heights of a surface on the scale that charts draw: linear, or decades above the lowest point."""

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
    """The height at which the gaps of a log scale are 0; None on a linear scale."""

    def __call__(self, values: Array) -> Array:
        """Other heights (...) on the same scale, of the same shape (...)."""
        if self.floor is None:
            return values
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            return np.maximum(np.log10(values - self.floor), self.low)

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
        if self.floor is None:
            step = round_step(span, 5)
        elif FEW_DECADES[0] < span <= FEW_DECADES[1]:
            decades = range(math.floor(self.low), math.ceil(self.high))
            heights = [digit * 10.0**decade for decade in decades for digit in (1, 2, 5)]
            values = [math.log10(height) for height in heights if self.low <= math.log10(height) <= self.high]
            return {"tickvals": values, "ticktext": [short(10**v) for v in values]}
        else:
            step = max(1.0, math.ceil(span / 6)) if span > 2 else round_step(span, 4)
        first = math.ceil(self.low / step)
        values = [i * step for i in range(first, math.floor(self.high / step) + 1)]
        return {"tickvals": values, "ticktext": [short(v if self.floor is None else 10**v) for v in values]}


def heights(surface: AbstractSurface, grid: Grid) -> Heights:
    """Heights of a surface on a grid, on a log scale if its `log_color` says so."""
    return drawn(grid.z, surface.log_color, surface.lowest)


def drawn(z: Array, log: bool, lowest: float | None) -> Heights:
    """Heights from z (side, side), as decades above `lowest`, or above their minimum, if `log`.

    Values too large for single precision count as infinite.
    """
    z, floor = np.where(np.abs(z) > LARGEST_SINGLE, np.copysign(np.inf, z), z), None
    finite = _finite(z)
    if log:
        floor = float(finite.min() if lowest is None else min(lowest, finite.min()))
        with np.errstate(divide="ignore", invalid="ignore"):
            z = np.log10(z - floor)
        finite = _finite(z)
    low, line, high = (float(v) for v in np.percentile(finite, PERCENTILES))
    if not high - low > max(LEAST_SPAN * max(abs(low), abs(high)), SINGLE[0]):
        margin = max(0.5, 0.01 * abs(low))
        low, high = low - margin, high + margin
    z = np.where(np.isneginf(z), low, np.where(np.isfinite(z), z, high))
    return Heights(
        z=z if floor is None else np.maximum(z, low),
        low=low,
        high=high,
        lowest_line=low if floor is None else line,
        floor=floor,
    )


def _finite(z: Array) -> Array:
    """Finite heights (k,), or a single 0 if there is none."""
    finite: Array = z[np.isfinite(z)]
    return finite if len(finite) else np.zeros(1)
