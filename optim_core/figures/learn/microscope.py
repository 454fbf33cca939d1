"""One step on the contours: gradient, momentum, divisor, the step taken and where the next one lands."""

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
from optim_core.figures.race.paths import path
from optim_core.figures.race.surface import contours, minima
from optim_core.specs.metrics import length
from optim_core.specs.results import Trajectory
from optim_core.surfaces import AbstractSurface
from optim_core.surfaces.base import Box
from optim_core.surfaces.grid import Grid

ARROW, ELLIPSE = 0.55, 0.4
"""The longest of the arrows, and the ellipse's larger half axis, as shares of half the frame."""
MARGIN = 1.25
FINEST, COARSEST = 1e-5, 2.0
"""How near and how far the frame may be, as shares of the domain."""
RESOLVED = 1e-12
"""No frame is smaller than this share of its distance from the origin: doubles would not tell its ends apart."""
CORNERS = 73


def near_frame(view: StepView, domain: Box) -> Box:
    """A square about the step's start that holds it and the next; its size is round, so that it seldom changes.

    The domain where the start is not finite.
    """
    if not np.isfinite(view.start).all():
        return domain
    span = max(high - low for low, high in domain)
    ahead = [point for point in (view.end, view.landing) if point is not None]
    with np.errstate(over="ignore", invalid="ignore"):
        reach = max((float(abs(point - view.start).max()) for point in ahead), default=0.0)
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
) -> style.Drawing:
    """The step over the heights of `grid`, which spans `frame`.

    Gradient and momentum point downhill and share one scale; the ellipse shows the divisor's proportions.
    """
    look, half = style.contender_style(index), min(high - low for low, high in frame) / 2
    # A diverged run may be looked at where heights are beyond single precision, in which charts travel.
    grid = replace(grid, z=np.clip(grid.z, -SINGLE[1], SINGLE[1]))
    traces = [
        {**contours(grid, heights(surface, grid), t), "showlegend": False},
        {**minima(surface, t), "showlegend": False},
        _trail(trajectory, frame, look),
    ]
    if np.isfinite(view.start).all():
        traces += _step(view, half, name, look, t)
    (x_low, x_high), (y_low, y_high) = frame
    square = {"scaleanchor": "x", "constrain": "domain"} if x_high - x_low == y_high - y_low else {}
    return {
        "data": traces,
        "layout": style.layout(
            xaxis=style.axis("x", range=[x_low, x_high], showgrid=False, constrain="domain"),
            yaxis=style.axis("y", range=[y_low, y_high], showgrid=False, **square),
            uirevision=repr(frame),
            showlegend=True,
            legend={"orientation": "h", "x": 0, "y": -0.16, "yanchor": "top", "font": {"size": 11}},
        ),
    }


def step_alt(trajectory: Trajectory, view: StepView, name: str, t: Translator) -> str:
    """The step in words."""
    points = {"x": view.start[0], "y": view.start[1], "to_x": view.end[0], "to_y": view.end[1]}
    loss, after = (float(trajectory.loss[view.step - 1 + i]) for i in (0, 1))
    told = {key: short(float(value)) for key, value in {**points, "loss": loss, "after": after}.items()}
    return t("microscope.figure.alt", name=name, step=view.step, **told)


def _step(view: StepView, half: float, name: str, look: style.Style, t: Translator) -> list[dict[str, Any]]:
    """What is drawn at the step's start, which must be finite; an arrow to a point that is not is left out."""
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
            traces.append(_arrow(view.end, view.landing, t("microscope.figure.next"), look.colour, "2px,3px", 1.5))
        traces.append(_arrow(view.start, view.end, t("microscope.figure.step", name=name), look.colour, "solid", 3))
    return [*traces, _place(view.start, look)]


def _trail(trajectory: Trajectory, frame: Box, look: style.Style) -> dict[str, Any]:
    trail = path(trajectory, grown(frame, 3))
    x, y = (packed(trail.xy[:, axis], trail.drawn) for axis in (0, 1))
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": x,
        "y": y,
        "line": {"color": look.colour, "width": 1},
        "marker": {"color": look.colour, "size": 3},
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


def _arrow(start: Array, tip: Array, name: str, colour: str, dash: str, width: float) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": [float(start[0]), float(tip[0])],
        "y": [float(start[1]), float(tip[1])],
        "line": {"color": colour, "width": width, "dash": dash},
        "marker": {"symbol": "arrow", "angleref": "previous", "size": [0, 11], "color": colour, "opacity": 1},
        "hovertemplate": f"{name}<extra></extra>",
        "meta": style.meta("arrow"),
    }


def _place(point: Array, look: style.Style) -> dict[str, Any]:
    x, y = point.tolist()
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x],
        "y": [y],
        "marker": style.head(look),
        "hovertemplate": "x %{x:.4~g}<br>y %{y:.4~g}<extra></extra>",
        "showlegend": False,
        "meta": style.meta("place"),
    }
