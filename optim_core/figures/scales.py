"""Which axis shows numbers best, and a range for it that does not tremble while a slider moves."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optim_core.base.result import Array
from optim_core.figures.numbers import DRAWABLE, apart, round_step

WIDE = 2.0
"""Values that span more decades than this are shown on a log axis, unless one is told."""
DEEPEST = 24
"""Decades a log axis shows at first."""
LOWEST_DECADE = round(math.log10(DRAWABLE[0]))
BEYOND = 3
"""Decades above the start that a diverging run is followed."""


@dataclass(frozen=True)
class Scale:
    """An axis: log or not, and what it shows, in decades where log."""

    log: bool
    low: float
    high: float

    def place(self, value: float) -> float:
        """A value in axis coordinates."""
        return (math.log10(value) if value > 0 else self.low) if self.log else value

    def share(self, value: float) -> float:
        """Where on the axis a value is: 0 its lower end, 1 its upper."""
        return min(max((self.place(value) - self.low) / (self.high - self.low), 0.0), 1.0)

    @property
    def axis(self) -> dict[str, Any]:
        """Plotly's words for it."""
        if not self.log:
            return {"type": "linear", "range": [self.low, self.high]}
        decades = self.high - self.low
        return {"type": "log", "range": [self.low, self.high], "dtick": max(1, math.ceil(decades / 8))}


def scale(curves: Sequence[Array], diverged: Sequence[bool], wish: str) -> Scale:
    """The axis for some curves; where `wish` is "auto", log if all values are positive and span decades enough.

    Its range is rounded outwards, to whole decades where log. Diverged curves stretch it only a little way.
    """
    finite = [curve[drawable(curve)] for curve in curves]
    values = np.concatenate([*finite, np.empty(0)])
    positive = values[values > 0]
    spans = len(positive) and math.log10(positive.max()) - math.log10(positive.min()) > WIDE
    log = wish == "log" or (wish == "auto" and bool(spans) and len(positive) == len(values))
    sound = np.concatenate([np.empty(0), *(c for c, bad in zip(finite, diverged, strict=True) if not bad)])
    starts = np.array([curve[0] for curve in finite if len(curve)])
    return _decades(positive, sound, starts) if log else _linear(values, sound, starts)


def drawable(values: Array, *, log: bool = False) -> NDArray[np.bool_]:
    """Which of the values an axis can show (n,)."""
    within = np.abs(values) <= DRAWABLE[1]
    return within & (values > 0) if log else within


def _decades(positive: Array, sound: Array, starts: Array) -> Scale:
    if not len(positive):
        return Scale(True, -1.0, 1.0)
    cap = max(float(sound.max(initial=0.0)), 10.0**BEYOND * float(starts.max(initial=0.0))) or positive.max()
    high = math.ceil(math.log10(min(positive.max(), cap)) - 1e-9)
    high = max(high, LOWEST_DECADE + 1)
    low = max(math.floor(math.log10(positive.min()) + 1e-9), high - DEEPEST, LOWEST_DECADE)
    return Scale(True, float(min(low, high - 1)), float(high))


def _linear(values: Array, sound: Array, starts: Array) -> Scale:
    if not len(values):
        return Scale(False, 0.0, 1.0)
    held = np.concatenate([sound, starts])
    low, high = float(held.min()), float(held.max())
    if low >= 0 and low < high / 3:
        low = 0.0
    low, high = apart(low, high)
    step = round_step(high - low, 10)
    return Scale(False, math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step)
