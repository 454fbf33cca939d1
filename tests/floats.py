"""Arbitrary floats, for tests of drawing and formatting, and a check of data for a browser."""

import json
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from optim_core.figures import style
from optim_core.figures.numbers import sendable

EXTREME = (
    *(float("nan"), float("inf"), float("-inf"), 0.0, -0.0, 1.0, -1.0, 0.1),
    *(1e308, -1e308, np.finfo(float).max, np.finfo(float).min, 5e-324, -5e-324, 1e-300, 1e-37, 1e37, 3.4e38, 1e5),
)
POOLS = (
    EXTREME,
    EXTREME,
    (float("nan"),),
    (float("inf"), 1.0),
    (1e308, -1e308),
    (5e-324,),
    (0.0,),
    (1.0, 1.0000000000000002),
    (0.1, 0.2, 0.3),
)
"""Each array takes its values from one of these pools, so that arrays of one kind occur too."""


@st.composite
def any_floats(draw: st.DrawFn, shape: int | tuple[int, ...]) -> Any:
    """Arrays of floats: finite, infinite, NaN, extreme and ordinary."""
    return draw(arrays(np.float64, shape, elements=st.sampled_from(draw(st.sampled_from(POOLS))) | st.floats(width=64)))


def check_sendable(drawing: Any) -> None:
    """Assert that Plotly accepts the drawing, and that its data is JSON without NaN and infinity."""
    whole = drawing if isinstance(drawing, dict) else drawing.to_dict()
    assert not list(_bad(whole))
    json.dumps(sendable(whole), allow_nan=False, default=str)
    if isinstance(drawing, dict):
        style.figure(drawing)


def _bad(tree: Any, at: str = "") -> Any:
    """The paths of the values that are not finite."""
    match tree:
        case dict():
            for name, value in tree.items():
                yield from _bad(value, f"{at}.{name}")
        case list() | tuple():
            for index, value in enumerate(tree):
                yield from _bad(value, f"{at}[{index}]")
        case np.ndarray() if tree.dtype.kind == "f" and not np.isfinite(tree).all():
            yield at
        case float() if not np.isfinite(tree):
            yield at
