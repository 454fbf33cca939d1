"""Race in three dimensions: the surface, and the paths at the height of their loss."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optim_core.base.result import Array
from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.frame import inside
from optim_core.figures.heights import Heights
from optim_core.figures.numbers import packed, round_step, short, single
from optim_core.figures.plane import plane_ratio
from optim_core.figures.race.paths import Path
from optim_core.specs import SurfaceRun
from optim_core.specs.results import Trajectory
from optim_core.surfaces.grid import Grid

LIFT, MARK_LIFT = 0.012, 0.03
"""Paths and marks are these shares of the height above the surface, so that it does not hide them."""
SIZE, HEIGHT = 1.25, 0.7
"""Lengths of the longer side of the frame and of the height, as drawn."""
TICKS = 5
"""Most parts between the ticks of an axis of the plane."""
CORNER = 0.07
"""Ticks nearer to an end of their axis than this share are left out: labels of two axes would meet there."""
EYE = {"x": -0.8, "y": -1.4, "z": 1.65}
SYMBOLS = ("circle", "square", "diamond", "cross", "x", "circle-open", "square-open", "diamond-open")


def scene_drawing(
    run: SurfaceRun,
    grid: Grid,
    drawn: Heights,
    trajectories: Sequence[Trajectory],
    paths: Sequence[Path],
    names: Sequence[str],
    t: Translator,
    indices: Sequence[int],
) -> style.Drawing:
    """Drawing of the surface with the paths; a path is drawn within the domain and up to the top of the surface."""
    top = drawn.high if drawn.is_linear else float(drawn.z.max())
    bottom = float(drawn.z.min())
    lift, marks = (share * (top - bottom) for share in (LIFT, MARK_LIFT))
    traces: list[dict[str, Any]] = [_surface(grid, drawn), *_landmarks(run, grid, drawn, marks, t)]
    for trajectory, trail, name, index in zip(trajectories, paths, names, indices, strict=True):
        contender = style.contender_style(index)
        z = np.fmax(drawn(trajectory.loss), _mesh(grid, drawn, trail.xy)) + lift
        seen = inside(trail.xy, run.surface.domain) & np.isfinite(z) & (z <= top + 2 * lift)
        base = {"type": "scatter3d", "name": name, "showlegend": False}
        traces.append(
            {
                **base,
                "mode": "lines",
                **_points(trail.xy, z, seen),
                "line": {"color": contender.color, "width": 6},
                "hovertemplate": f"{name}<br>x %{{x:.4~g}}<br>y %{{y:.4~g}}<extra></extra>",
                "showlegend": True,
                "meta": style.meta("path", index=index),
            }
        )
        rows = np.flatnonzero(seen)
        if len(rows):
            last = rows[-1:]
            symbol = (
                "x" if last[0] < trajectory.steps or not trajectory.status.has_result else SYMBOLS[index % len(SYMBOLS)]
            )
            traces.append(
                {
                    **base,
                    "mode": "markers",
                    **_points(trail.xy[last], z[last] + marks - lift, seen[last]),
                    "marker": {"symbol": symbol, "size": 4.5, "color": contender.color},
                    "hoverinfo": "skip",
                    "meta": style.meta("head", index=index),
                }
            )
    low, high = (list(bounds) for bounds in run.surface.domain)
    title = t(drawn.title)
    across, up = plane_ratio(run.surface.domain)
    axes = {
        "xaxis": style.axis("x", range=low, **_ticks(*low)),
        "yaxis": style.axis("y", range=high, **_ticks(*high)),
        "zaxis": style.axis(title, range=[bottom, top + 2 * marks], **_inner(drawn.ticks, bottom, top + 2 * marks)),
    }
    for axis in axes.values():
        for unknown in ("automargin", "ticks"):
            del axis[unknown]
        axis["title"] = {"text": axis["title"]["text"], "font": axis["title"]["font"]}
        axis |= {
            "showbackground": False,
            "showspikes": False,
            "gridcolor": "#d3d9e1",
            "linecolor": "#d3d9e1",
        }  # WebGL takes no transparency
    return {
        "data": traces,
        "layout": style.layout(
            margin={"l": 0, "r": 0, "t": 0, "b": 0},
            uirevision=run.surface.title,
            scene={
                **axes,
                "aspectmode": "manual",
                "aspectratio": {"x": SIZE * across, "y": SIZE * up, "z": HEIGHT},
                "camera": {"eye": EYE, "center": {"x": 0, "y": 0, "z": -0.2}},
                "dragmode": "turntable",
            },
        ),
    }


def _ticks(low: float, high: float) -> dict[str, Any]:
    """Ticks at round values of an axis of the plane."""
    step = round_step(high - low, TICKS)
    values = [i * step for i in range(math.ceil(low / step), math.floor(high / step) + 1)]
    return _inner({"tickvals": values, "ticktext": [short(value) for value in values]}, low, high)


def _inner(ticks: dict[str, Any], low: float, high: float) -> dict[str, Any]:
    """The ticks that keep away from both ends of their axis."""
    margin = CORNER * (high - low)
    pairs = zip(ticks["tickvals"], ticks["ticktext"], strict=True)
    inner = [(value, text) for value, text in pairs if low + margin <= value <= high - margin]
    return {"tickvals": [value for value, _ in inner], "ticktext": [text for _, text in inner]}


def _surface(grid: Grid, drawn: Heights) -> dict[str, Any]:
    levels = drawn.contours
    return {
        "type": "surface",
        "x": packed(grid.x),
        "y": packed(grid.y),
        "z": single(drawn.z),
        "cmin": drawn.low,
        "cmax": drawn.high,
        "colorscale": style.SURFACE_SCALE,
        "showscale": False,
        "contours": {"z": {"show": True, **levels, "color": style.CONTOUR_LINE, "width": 1}},
        "lighting": {"ambient": 0.85, "diffuse": 0.35, "specular": 0.03, "roughness": 0.9},
        "hoverinfo": "skip",
        "meta": style.meta("surface", floor=drawn.floor),
    }


def _mesh(grid: Grid, drawn: Heights, xy: Array) -> Array:
    """Height (n,) of the drawn mesh at points xy (n, 2); above the true height in valleys narrower than the mesh."""
    i, di = _cell(grid.x, xy[:, 0])
    j, dj = _cell(grid.y, xy[:, 1])
    low = (1 - di) * drawn.z[j, i] + di * drawn.z[j, i + 1]
    high = (1 - di) * drawn.z[j + 1, i] + di * drawn.z[j + 1, i + 1]
    return np.asarray((1 - dj) * low + dj * high)


def _cell(ticks: Array, values: Array) -> tuple[NDArray[np.intp], Array]:
    """Index of the cell between even ticks (m,), and share within it, of each value (n,), clipped; both (n,)."""
    clipped = np.clip(np.nan_to_num(values, nan=ticks[0]), ticks[0], ticks[-1])
    position = np.clip((clipped - ticks[0]) / (ticks[1] - ticks[0]), 0, len(ticks) - 1)
    cell = np.minimum(position.astype(np.intp), len(ticks) - 2)
    return cell, position - cell


def _landmarks(run: SurfaceRun, grid: Grid, drawn: Heights, lift: float, t: Translator) -> list[dict[str, Any]]:
    """Traces of the minima and the start; the page draws the start over the surface, which cannot hide it there."""
    along = [line.points.numpy() for line in run.surface.lines.values()]
    minima = np.concatenate([np.array(run.surface.minima).reshape(-1, 2), *along])
    marks = (("minimum", minima, "diamond"), ("start", np.array([run.start]), "circle-open"))
    traces = []
    for role, points, symbol in marks:
        xy = points[inside(points, run.surface.domain)]
        traces.append(
            {
                "type": "scatter3d",
                "mode": "markers",
                "name": t(f"figure.{role}"),
                **_points(xy, _mesh(grid, drawn, xy) + lift, np.ones(len(xy), dtype=bool)),
                "marker": {"symbol": symbol, "size": 4 if role == "minimum" else 7, "color": style.MINIMUM},
                "hovertemplate": f"{t(f'figure.{role}')}<br>x %{{x:.4~g}}<br>y %{{y:.4~g}}<extra></extra>",
                "showlegend": False,
                "meta": style.meta(role),
            }
        )
    return traces


def _points(xy: Array, z: Array, seen: Any) -> dict[str, Any]:
    return {name: packed(values, seen) for name, values in (("x", xy[:, 0]), ("y", xy[:, 1]), ("z", z))}
