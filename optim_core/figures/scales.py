"""Choice of a linear or log axis for curves, with a rounded range that stays steady while a slider moves."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optim_core.base.result import Array
from optim_core.figures.numbers import DRAWABLE, apart, round_step

WIDE = 2.0
"""Positive values that span more decades than this get a log axis, where the choice is automatic."""
DEEPEST = 24
"""Most decades of a log axis before zooming."""
LOWEST_DECADE = round(math.log10(DRAWABLE[0]))
BEYOND = 3
"""A diverged run may extend a log axis by this many decades above its start."""


@dataclass(frozen=True)
class Scale:
    """An axis from `low` to `high`, in decades if `log`."""

    log: bool
    low: float
    high: float

    def position(self, value: float) -> float:
        """A value in axis coordinates: its decade if `log`, and `low` if that does not exist."""
        return (math.log10(value) if value > 0 else self.low) if self.log else value

    def share(self, value: float) -> float:
        """Position of a value as a share of the axis, from 0 at its lower to 1 at its upper end; clipped."""
        return min(max((self.position(value) - self.low) / (self.high - self.low), 0.0), 1.0)

    @property
    def axis(self) -> dict[str, Any]:
        """Plotly's settings of the axis."""
        if not self.log:
            return {"type": "linear", "range": [self.low, self.high]}
        decades = self.high - self.low
        return {"type": "log", "range": [self.low, self.high], "dtick": max(1, math.ceil(decades / 8))}


def scale(curves: Sequence[Array], diverged: Sequence[bool], requested: str) -> Scale:
    """Axis for curves (n,) of any lengths; `requested` is "log", "linear" or "auto".

    "auto" is log if all values are positive and span more than `WIDE` decades. The range is rounded outwards, to whole
    decades if log. Diverged curves extend it only a little.
    """
    finite = [curve[drawable(curve)] for curve in curves]
    values = np.concatenate([*finite, np.empty(0)])
    positive = values[values > 0]
    spans = len(positive) and math.log10(positive.max()) - math.log10(positive.min()) > WIDE
    log = requested == "log" or (requested == "auto" and bool(spans) and len(positive) == len(values))
    finished = np.concatenate([np.empty(0), *(c for c, bad in zip(finite, diverged, strict=True) if not bad)])
    starts = np.array([curve[0] for curve in finite if len(curve)])
    return _decades(positive, finished, starts) if log else _linear(values, finished, starts)


def drawable(values: Array, *, log: bool = False) -> NDArray[np.bool_]:
    """Mask (n,) of the values (n,) that an axis can show."""
    within = np.abs(values) <= DRAWABLE[1]
    return within & (values > 0) if log else within


def _decades(positive: Array, finished: Array, starts: Array) -> Scale:
    if not len(positive):
        return Scale(True, -1.0, 1.0)
    cap = max(float(finished.max(initial=0.0)), 10.0**BEYOND * float(starts.max(initial=0.0))) or positive.max()
    high = math.ceil(math.log10(min(positive.max(), cap)) - 1e-9)
    high = max(high, LOWEST_DECADE + 1)
    low = max(math.floor(math.log10(positive.min()) + 1e-9), high - DEEPEST, LOWEST_DECADE)
    return Scale(True, float(min(low, high - 1)), float(high))


def _linear(values: Array, finished: Array, starts: Array) -> Scale:
    if not len(values):
        return Scale(False, 0.0, 1.0)
    shown = np.concatenate([finished, starts])
    low, high = float(shown.min()), float(shown.max())
    if low >= 0 and low < high / 3:
        low = 0.0
    low, high = apart(low, high)
    step = round_step(high - low, 10)
    return Scale(False, math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step)
