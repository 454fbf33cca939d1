"""One optimizer step on the contours: gradient, momentum, divisor, the step and the next one."""

import math
from dataclasses import replace
from typing import Any

import numpy as np

from optim_core.base.result import Array
from optim_core.base.text import Translator
from optim_core.explain.microscope import StepView
from optim_core.figures import style
from optim_core.figures.frame import grown
from optim_core.figures.heights import heights
from optim_core.figures.numbers import SINGLE, packed, round_step, short
from optim_core.figures.plane import plane_axes
from optim_core.figures.race.paths import path
from optim_core.figures.race.surface_traces import contours, minima
from optim_core.specs.metrics import length
from optim_core.specs.results import Trajectory
from optim_core.surfaces import AbstractSurface
from optim_core.surfaces.base import Box
from optim_core.surfaces.grid import Grid

ARROW, ELLIPSE = 0.55, 0.4
"""Length of the longest arrow and of the ellipse's larger semi-axis, as shares of half the frame."""
MARGIN = 1.25
"""Half the frame's size, as a multiple of the distance that it must contain."""
FINEST, COARSEST = 1e-5, 2.0
"""Limits of half the frame's size, as shares of the domain."""
RESOLVED = 1e-12
"""Lower limit of half the frame's size, as a share of its distance from the origin, set by double precision."""
CORNERS = 73
"""Points of the ellipse."""


def near_frame(view: StepView, domain: Box) -> Box:
    """Square frame around the step's start that contains this step and the next; the domain if the start is not finite.

    Its size is rounded, so that it seldom changes.
    """
    if not np.isfinite(view.start).all():
        return domain
    span = max(high - low for low, high in domain)
    ends = [point for point in (view.end, view.landing) if point is not None]
    with np.errstate(over="ignore", invalid="ignore"):
        reach = max((float(abs(point - view.start).max()) for point in ends), default=0.0)
    reach = reach if math.isfinite(reach) else COARSEST * span
    x, y = view.start.tolist()
    half = round_step(max(min(max(MARGIN * reach, FINEST * span), COARSEST * span), RESOLVED * max(abs(x), abs(y))), 1)
    return (x - half, x + half), (y - half, y + half)


def step_drawing(
    surface: AbstractSurface,
    grid: Grid,
    trajectory: Trajectory,
    view: StepView,
    frame: Box,
    name: str,
    index: int,
    t: Translator,
    colors: str = "auto",
) -> style.Drawing:
    """Drawing of the step over the heights of `grid`, which spans `frame`.

    Gradient and momentum point downhill and share one scale; the ellipse has the proportions of the divisor.
    """
    contender, half = style.contender_style(index), min(high - low for low, high in frame) / 2
    # Charts use single precision, which is too small for the heights where a diverged run may be.
    grid = replace(grid, z=np.clip(grid.z, -SINGLE[1], SINGLE[1]))
    traces = [
        {**contours(grid, heights(surface, grid, colors), t), "showlegend": False},
        {**minima(surface, t), "showlegend": False},
        _trail(trajectory, frame, contender),
    ]
    if np.isfinite(view.start).all():
        traces += _step(view, half, name, contender, t)
    return {
        "data": traces,
        "layout": style.layout(
            **plane_axes(frame),
            uirevision=repr(frame),
            showlegend=True,
            legend={"orientation": "h", "x": 0, "y": -0.16, "yanchor": "top", "font": {"size": 11}},
        ),
    }


def step_alt(trajectory: Trajectory, view: StepView, name: str, t: Translator) -> str:
    """Alternative text: both ends of the step and the losses there."""
    points = {"x": view.start[0], "y": view.start[1], "to_x": view.end[0], "to_y": view.end[1]}
    loss, after = (float(trajectory.loss[view.step - 1 + i]) for i in (0, 1))
    values = {key: short(float(value)) for key, value in {**points, "loss": loss, "after": after}.items()}
    return t("microscope.figure.alt", name=name, step=view.step, **values)


def _step(view: StepView, half: float, name: str, contender: style.Style, t: Translator) -> list[dict[str, Any]]:
    """Traces of ellipse and arrows at the step's start, which must be finite; no arrows to non-finite points."""
    traces = [] if view.divisor is None else _ellipse(view.start, view.divisor, ELLIPSE * half, t)
    arrows = {"gradient": (view.gradient, "solid"), "momentum": (view.momentum, "4px,3px")}
    known = {key: (vector, dash) for key, (vector, dash) in arrows.items() if vector is not None}
    shown = {key: (vector, dash) for key, (vector, dash) in known.items() if np.isfinite(vector).all()}
    longest = max((float(length(vector)) for vector, _ in shown.values()), default=0.0)
    if longest > 0 and math.isfinite(longest):
        for key, (vector, dash) in shown.items():
            tip = view.start - ARROW * half * (vector / longest)
            traces.append(_arrow(view.start, tip, t(f"microscope.figure.{key}"), style.NEUTRAL, dash, 2))
    if np.isfinite(view.end).all():
        if view.landing is not None and np.isfinite(view.landing).all():
            label = t("microscope.figure.next")
            traces.append(_arrow(view.end, view.landing, label, contender.color, "2px,3px", 1.5))
        label = t("microscope.figure.step", name=name)
        traces.append(_arrow(view.start, view.end, label, contender.color, "solid", 3))
    return [*traces, _start(view.start, contender)]


def _trail(trajectory: Trajectory, frame: Box, contender: style.Style) -> dict[str, Any]:
    trail = path(trajectory, grown(frame, 3))
    x, y = (packed(trail.xy[:, axis], trail.drawn) for axis in (0, 1))
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": x,
        "y": y,
        "line": {"color": contender.color, "width": 1},
        "marker": {"color": contender.color, "size": 3},
        "opacity": 0.45,
        "hoverinfo": "skip",
        "showlegend": False,
        "meta": style.meta("trail"),
    }


def _ellipse(middle: Array, divisor: Array, size: float, t: Translator) -> list[dict[str, Any]]:
    widest = float(divisor.max())
    if not (math.isfinite(widest) and widest > 0):
        return []
    turn = np.linspace(0, 2 * np.pi, CORNERS)
    rim = middle + size * (divisor / widest) * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": t("microscope.figure.divisor"),
            "x": rim[:, 0],
            "y": rim[:, 1],
            "fill": "toself",
            "fillcolor": "rgba(125, 135, 148, 0.12)",
            "line": {"color": style.NEUTRAL, "width": 1.2, "dash": "2px,2px"},
            "hoverinfo": "skip",
            "meta": style.meta("divisor"),
        }
    ]


def _arrow(start: Array, tip: Array, name: str, color: str, dash: str, width: float) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": [float(start[0]), float(tip[0])],
        "y": [float(start[1]), float(tip[1])],
        "line": {"color": color, "width": width, "dash": dash},
        "marker": {"symbol": "arrow", "angleref": "previous", "size": [0, 11], "color": color, "opacity": 1},
        "hovertemplate": f"{name}<extra></extra>",
        "meta": style.meta("arrow"),
    }


def _start(point: Array, contender: style.Style) -> dict[str, Any]:
    x, y = point.tolist()
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x],
        "y": [y],
        "marker": style.head(contender),
        "hovertemplate": "x %{x:.4~g}<br>y %{y:.4~g}<extra></extra>",
        "showlegend": False,
        "meta": style.meta("here"),
    }
