"""Floats of every kind for what must draw or format any of them, and what may be sent to a browser."""

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
"""Arrays take their values from one of these: not only mixtures are odd."""


@st.composite
def any_floats(draw: st.DrawFn, shape: int | tuple[int, ...]) -> Any:
    """An array of that shape of floats finite and not, extreme and usual."""
    return draw(arrays(np.float64, shape, elements=st.sampled_from(draw(st.sampled_from(POOLS))) | st.floats(width=64)))


def check_sendable(drawing: Any) -> None:
    """Fail if Plotly refuses the drawing, or JSON and a browser cannot take it: no NaN, no infinity."""
    whole = drawing if isinstance(drawing, dict) else drawing.to_dict()
    assert not list(_bad(whole))
    json.dumps(sendable(whole), allow_nan=False, default=str)
    if isinstance(drawing, dict):
        style.figure(drawing)


def _bad(tree: Any, at: str = "") -> Any:
    """The places of what is not finite."""
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
