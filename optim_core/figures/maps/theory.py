"""What theory says about a map, drawn over its cells: lines with a halo, points, short names."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from optim_core.base.result import Array
from optim_core.explain.theory import Curve, theory
from optim_core.figures import style
from optim_core.figures.numbers import packed, short
from optim_core.specs import Sweep
from optim_core.sweep.maps import MapAxis, MapRun

SHADOW = ", ".join(f"{x}px {y}px 1px #111" for x in (-1, 0, 1) for y in (-1, 0, 1) if x or y)
"""Words stand on any colour of the map, in both themes."""
INK, HALO = "#ffffff", "rgba(17, 17, 17, 0.85)"
LABELS = {
    "limit_plain": "2/L",
    "limit_heavy_ball": "2(1+b)/L",
    "limit_nesterov": "2(1+b)/((1+2b)L)",
    "polyak": "Polyak",
    "nesterov": "Nesterov",
}
"""In the letters of the papers: b the momentum, L the largest curvature at the minimum."""
Trace = dict[str, Any]


def theory_traces(run: MapRun, spec: Sweep) -> tuple[list[Trace], list[Trace]]:
    """The traces and the names of the curves and points of one panel, as far as they lie on the map."""
    traces: list[Trace] = []
    names: list[Trace] = []
    for curve in theory(spec):
        up, across = (axis.position(values) for axis, values in zip(run.axes[::-1], curve.at.T, strict=True))
        inside = np.ones(len(across), dtype=bool)
        for axis, places in zip(run.axes, (across, up), strict=True):
            low, high = axis.ends
            inside &= (places >= low) & (places <= high)
        if not inside.any():
            continue
        traces += _line(across, up, inside) if len(across) > 1 else _point(across, up)
        last = int(np.flatnonzero(inside)[-1])
        names.append(_name(run.axes, label(spec, curve), float(across[last]), float(up[last])))
    return traces, names


def kind(spec: Sweep, curve: Curve) -> str:
    """What of `[figure.theory]` speaks of the curve."""
    if curve.name != "stability":
        return curve.name
    if getattr(spec.optimizer, "nesterov", False):
        return "limit_nesterov"
    moves = "momentum" in [axis.name for axis in spec.axes] or bool(getattr(spec.optimizer, "momentum", False))
    return "limit_heavy_ball" if moves else "limit_plain"


def label(spec: Sweep, curve: Curve) -> str:
    """A few letters that stand on the map."""
    if curve.level is not None:
        return short(curve.level)
    return LABELS[kind(spec, curve)]


def _line(across: Array, up: Array, inside: NDArray[np.bool_]) -> list[Trace]:
    shared = {
        "type": "scatter",
        "mode": "lines",
        "x": packed(across, inside),
        "y": packed(up, inside),
        "hoverinfo": "skip",
        "meta": style.meta("theory"),
    }
    looks = ({"color": HALO, "width": 4.5}, {"color": INK, "width": 2, "dash": "7px,3px"})
    return [{**shared, "line": look} for look in looks]


def _point(across: Array, up: Array) -> list[Trace]:
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": across.tolist(),
            "y": up.tolist(),
            "marker": {"symbol": "diamond", "size": 10, "color": INK, "line": {"color": "#111111", "width": 1.5}},
            "hoverinfo": "skip",
            "cliponaxis": False,
            "meta": style.meta("theory"),
        }
    ]


def _name(axes: tuple[MapAxis, MapAxis], text: str, x: float, y: float) -> Trace:
    """Words beside a place, towards the inside of the map."""
    across, up = (
        (place - axis.ends[0]) / (axis.ends[1] - axis.ends[0]) for axis, place in zip(axes, (x, y), strict=True)
    )
    right, high = across > 0.5, up > 0.9
    return {
        "x": x,
        "y": y,
        "text": text,
        "showarrow": False,
        "xanchor": "right" if right else "left",
        "yanchor": "top" if high else "bottom",
        "xshift": -7 if right else 7,
        "yshift": -4 if high else 4,
        "font": {"size": 12, "color": INK, "shadow": SHADOW},
        "captureevents": False,
    }
