"""Numbers for charts: short texts, compact arrays without NaN or infinity, and round steps."""

import math
from base64 import b64encode
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optim_core.base.result import Array

SINGLE = (1e-37, 1e37)
"""Range of absolute values that single precision represents accurately."""
LARGEST_SINGLE = 3e38
"""Largest absolute value in a chart that needs single precision; larger values are clipped to it."""
DRAWABLE = (1e-300, 1e300)
"""Range of absolute values on an axis, in which differences and rounding stay within double precision."""


THREE_DIGITS = Context(prec=3, rounding=ROUND_HALF_UP)
LEAST_PLAIN, LEAST_WHOLE, LEAST_HUGE = Decimal("0.001"), 1_000, 100_000
"""Rounded sizes from which `short` shows decimals, whole numbers, and powers of ten."""


def short(value: float) -> str:
    """A number in three digits: 1.2e-4, 0.031, 12.7; whole in full below 100,000; "–" for NaN.

    Halves are rounded away from zero. `tests/data/number_formats.json` holds it equal to `short` in
    `frontend/lib/numbers.js`.
    """
    if math.isnan(value):
        return "–"
    if value == 0:
        return "0"
    if math.isinf(value):
        return f"{value:g}"
    exact = Decimal(float(value))
    three = THREE_DIGITS.plus(exact)
    if LEAST_PLAIN <= abs(three) < LEAST_WHOLE:
        return f"{three.normalize():f}"
    if LEAST_WHOLE <= abs(three) <= LEAST_HUGE and abs(whole := exact.to_integral_value(ROUND_HALF_UP)) < LEAST_HUGE:
        return f"{whole:f}"
    digits, _, exponent = f"{three.normalize():e}".partition("e")
    return f"{digits}e{int(exponent)}"


def packed(values: Array, drawn: NDArray[np.bool_] | None = None) -> Any:
    """Values (n,) as an array of the lowest sufficient precision, or as a list with None where one is not drawn.

    `drawn` is a mask (n,) of values to draw; NaN and infinity are never drawn.
    """
    shown = np.isfinite(values) if drawn is None else np.isfinite(values) & drawn
    gaps = None if bool(shown.all()) else ~shown
    known = values if gaps is None else values[~gaps]
    size = np.abs(known[known != 0])
    single = not len(size) or (size.min() > SINGLE[0] and size.max() < SINGLE[1])
    if gaps is None:
        return np.ascontiguousarray(values, dtype=np.float32 if single else np.float64)
    return [None if gap else float(f"{value:.7g}") for value, gap in zip(values.tolist(), gaps.tolist(), strict=True)]


def single(values: Array) -> NDArray[np.float32]:
    """Values (...) in single precision, of the same shape: the largest ones are clipped, NaN becomes 0."""
    clipped = np.clip(np.nan_to_num(values, nan=0.0), -LARGEST_SINGLE, LARGEST_SINGLE)
    return np.ascontiguousarray(clipped, dtype=np.float32)


def round_step(span: float, parts: int) -> float:
    """The smallest of 1, 2, 2.5 and 5 times a power of ten that divides `span` into at most `parts` parts.

    A span outside `DRAWABLE` counts as its nearest end, NaN as its lower end.
    """
    smallest, largest = DRAWABLE
    least = min(max(smallest, span / parts), largest)
    power = 10.0 ** math.floor(math.log10(least))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= least * (1 - 1e-9))


def apart(low: float, high: float, share: float = 1e-12) -> tuple[float, float]:
    """The ends of an axis, both moved outwards if they differ by at most `share` of their size."""
    size = max(abs(low), abs(high))
    if high - low > max(share * size, DRAWABLE[0]):
        return low, high
    margin = size / 2 if size / 2 > DRAWABLE[0] else 0.5
    return low - margin, high + margin


def sendable(tree: Any) -> Any:
    """A drawing ready for JSON: its arrays, of any shape, in Plotly's base64 form."""
    if isinstance(tree, dict):
        return {name: sendable(value) for name, value in tree.items()}
    if isinstance(tree, np.ndarray):
        text = b64encode(tree.tobytes()).decode()
        shape = {} if tree.ndim == 1 else {"shape": ", ".join(map(str, tree.shape))}
        return {"dtype": {1: "u1", 4: "f4", 8: "f8"}[tree.itemsize], "bdata": text, **shape}
    if isinstance(tree, list | tuple) and any(isinstance(value, dict) for value in tree):
        return [sendable(value) for value in tree]
    return tree
