"""Numbers on their way into a chart: small, finite, and shortened with sense."""

import math
from base64 import b64encode
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optim_core.base.result import Array

SINGLE = (1e-37, 1e37)
"""Sizes that single precision holds."""
LARGEST_SINGLE = 3e38
"""Values beyond this in size are drawn at it where a chart takes single precision alone."""
DRAWABLE = (1e-300, 1e300)
"""Sizes that an axis can span: between them, no difference and no rounding leaves double precision."""


def short(value: float) -> str:
    """Three digits at most: 1.2e-4, 0.031, 12.7."""
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    if 1e-3 <= abs(value) < 1e5:
        return f"{value:.3g}" if abs(value) < 1e3 else f"{value:.0f}"
    digits, _, exponent = f"{value:.2e}".partition("e")
    return f"{digits.rstrip('0').rstrip('.')}e{int(exponent)}"


def packed(values: Array, drawn: NDArray[np.bool_] | None = None) -> Any:
    """The values as an array of the least precision that shows them; a list with None where one is not drawn.

    NaN and infinity are never drawn.
    """
    shown = np.isfinite(values) if drawn is None else np.isfinite(values) & drawn
    gaps = None if bool(shown.all()) else ~shown
    kept = values if gaps is None else values[~gaps]
    size = np.abs(kept[kept != 0])
    single = not len(size) or (size.min() > SINGLE[0] and size.max() < SINGLE[1])
    if gaps is None:
        return np.ascontiguousarray(values, dtype=np.float32 if single else np.float64)
    return [None if gap else float(f"{value:.7g}") for value, gap in zip(values.tolist(), gaps.tolist(), strict=True)]


def single(values: Array) -> NDArray[np.float32]:
    """The values in single precision, which has no room for the largest ones; 0 for NaN."""
    held = np.clip(np.nan_to_num(values, nan=0.0), -LARGEST_SINGLE, LARGEST_SINGLE)
    return np.ascontiguousarray(held, dtype=np.float32)


def round_step(span: float, parts: int) -> float:
    """The smallest of 1, 2, 2.5 and 5 times a power of ten that divides `span` into at most `parts` parts.

    Of a span outside `DRAWABLE`, or NaN, the step of the nearest end of it.
    """
    smallest, largest = DRAWABLE
    least = min(max(smallest, span / parts), largest)
    power = 10.0 ** math.floor(math.log10(least))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= least * (1 - 1e-9))


def apart(low: float, high: float, share: float = 1e-12) -> tuple[float, float]:
    """The ends of an axis, both moved outwards where they differ by no more than that share of their size."""
    size = max(abs(low), abs(high))
    if high - low > max(share * size, DRAWABLE[0]):
        return low, high
    margin = size / 2 if size / 2 > DRAWABLE[0] else 0.5
    return low - margin, high + margin


def sendable(tree: Any) -> Any:
    """A drawing with its arrays in Plotly's base64 form, so that JSON carries it."""
    if isinstance(tree, dict):
        return {name: sendable(value) for name, value in tree.items()}
    if isinstance(tree, np.ndarray):
        text = b64encode(tree.tobytes()).decode()
        shape = {} if tree.ndim == 1 else {"shape": ", ".join(map(str, tree.shape))}
        return {"dtype": {1: "u1", 4: "f4", 8: "f8"}[tree.itemsize], "bdata": text, **shape}
    if isinstance(tree, list | tuple) and tree and isinstance(tree[0], dict):
        return [sendable(value) for value in tree]
    return tree
