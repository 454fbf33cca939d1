"""Predictions of theory drawn over a map: lines with a halo, points and short labels."""

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
"""CSS shadow that keeps labels readable on any color of the map, in both themes."""
INK, HALO = "#ffffff", "rgba(17, 17, 17, 0.85)"
LABELS = {
    "limit_plain": "2/L",
    "limit_heavy_ball": "2(1+b)/L",
    "limit_nesterov": "2(1+b)/((1+2b)L)",
    "polyak": "Polyak",
    "nesterov": "Nesterov",
}
"""Labels in the notation of the papers: b is the momentum, L the largest curvature at the minimum."""
Trace = dict[str, Any]


def theory_traces(run: MapRun, spec: Sweep) -> tuple[list[Trace], list[Trace]]:
    """Traces and label annotations of one panel's predicted curves and points, without those outside the map."""
    traces: list[Trace] = []
    names: list[Trace] = []
    for curve in theory(spec):
        up, across = (axis.position(values) for axis, values in zip(run.axes[::-1], curve.points.T, strict=True))
        inside = np.ones(len(across), dtype=bool)
        for axis, positions in zip(run.axes, (across, up), strict=True):
            low, high = axis.ends
            inside &= (positions >= low) & (positions <= high)
        if not inside.any():
            continue
        traces += _line(across, up, inside) if len(across) > 1 else _point(across, up)
        last = int(np.flatnonzero(inside)[-1])
        names.append(_name(run.axes, label(spec, curve), float(across[last]), float(up[last])))
    return traces, names


def kind(spec: Sweep, curve: Curve) -> str:
    """Key of the curve's sentence in the texts under `figure.theory`."""
    if curve.name != "stability":
        return curve.name
    if getattr(spec.optimizer, "nesterov", False):
        return "limit_nesterov"
    moves = "momentum" in [axis.name for axis in spec.axes] or bool(getattr(spec.optimizer, "momentum", False))
    return "limit_heavy_ball" if moves else "limit_plain"


def label(spec: Sweep, curve: Curve) -> str:
    """Short label of the curve on the map."""
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
    strokes = ({"color": HALO, "width": 4.5}, {"color": INK, "width": 2, "dash": "7px,3px"})
    return [{**shared, "line": stroke} for stroke in strokes]


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
    """Annotation beside a point, on the side that faces the inside of the map."""
    across, up = (
        (position - axis.ends[0]) / (axis.ends[1] - axis.ends[0]) for axis, position in zip(axes, (x, y), strict=True)
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
