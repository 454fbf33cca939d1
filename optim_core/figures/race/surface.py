"""Race on a surface: contours, or the surface in three dimensions, with the paths of all contenders."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.heights import Heights, heights
from optim_core.figures.marks import Mark, annotations
from optim_core.figures.numbers import packed, short, single
from optim_core.figures.race.paths import Path, path
from optim_core.figures.race.surface_3d import scene_drawing
from optim_core.figures.stop_text import stopped_label
from optim_core.optimizers.labels import labels
from optim_core.specs import SurfaceRun
from optim_core.specs.results import Trajectory
from optim_core.specs.views import SurfaceView
from optim_core.surfaces import AbstractSurface
from optim_core.surfaces.grid import Grid

Trace = dict[str, Any]
CROWD = 12
"""On a surface with more minima than this, only the lowest ones have large markers."""


def race_figure(
    run: SurfaceRun,
    grid: Grid,
    trajectories: Sequence[Trajectory],
    view: SurfaceView,
    t: Translator,
    indices: Sequence[int],
) -> go.Figure:
    """Figure of the paths over the surface; `indices` are the contenders' indices in the palette."""
    return style.figure(race_drawing(run, grid, trajectories, view, t, indices))


def race_drawing(
    run: SurfaceRun,
    grid: Grid,
    trajectories: Sequence[Trajectory],
    view: SurfaceView,
    t: Translator,
    indices: Sequence[int],
) -> style.Drawing:
    """Drawing of `race_figure` for the page, not validated, since that takes longer than everything else.

    The axes span the surface's domain. Each trace has its role in `meta`.
    """
    drawn = heights(run.surface, grid)
    names = labels(run.optimizers)
    paths = [path(trajectory, run.surface.domain) for trajectory in trajectories]
    if view.projection == "3d":
        return scene_drawing(run, grid, drawn, trajectories, paths, names, t, indices)
    traces: list[Trace] = [contours(grid, drawn, t), minima(run.surface, t)]
    marks: list[Mark] = []
    for trajectory, trail, name, index in zip(trajectories, paths, names, indices, strict=True):
        traces += _contender(trajectory, trail, name, index, t)
        marks += _exit_labels(run, trajectory, trail, index, t)
    traces.append(_start(run, t))
    (x_low, x_high), (y_low, y_high) = run.surface.domain
    return {
        "data": traces,
        "layout": style.layout(
            xaxis=style.axis("x", range=[x_low, x_high], showgrid=False),
            yaxis=style.axis("y", range=[y_low, y_high], showgrid=False),
            uirevision=run.surface.title,
            annotations=annotations(marks),
        ),
    }


def contours(grid: Grid, drawn: Heights, t: Translator) -> Trace:
    """Trace of the heights as filled contours."""
    return {
        "type": "contour",
        "x": packed(grid.x),
        "y": packed(grid.y),
        "z": single(drawn.z),
        "customdata": single(grid.z),
        "hovertemplate": "x %{x:.3~g}<br>y %{y:.3~g}<br>f %{customdata:.3~g}<extra></extra>",
        "colorscale": style.SURFACE_SCALE,
        "zmin": drawn.low,
        "zmax": drawn.high,
        "zauto": False,
        "autocontour": False,
        "contours": {**drawn.contours, "coloring": "fill"},
        "line": {"width": 0.6, "color": style.CONTOUR_LINE, "smoothing": 0.6},
        "colorbar": {
            **drawn.ticks,
            "title": {
                "text": t("figure.height" if drawn.floor is None else "figure.height_log"),
                "side": "right",
                "font": {"size": 11},
            },
            "thickness": 9,
            "outlinewidth": 0,
            "tickfont": {"size": 10},
            "xpad": 4,
        },
        "meta": style.meta("surface", floor=drawn.floor),
    }


def minima(surface: AbstractSurface, t: Translator) -> Trace:
    """Trace with a star at each known minimum; the lowest ones are large."""
    points, depths = np.array(surface.minima).reshape(-1, 2), np.array(surface.depths)
    deepest = np.isclose(depths, depths.min(initial=np.inf), rtol=1e-6, atol=1e-9)
    crowd = len(points) > CROWD
    name = t("figure.minimum_found" if surface.numerical else "figure.minimum")
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": packed(points[:, 0]),
        "y": packed(points[:, 1]),
        "text": [short(depth) for depth in depths],
        "marker": {
            "symbol": "star",
            "size": np.where(deepest, 12, 4 if crowd else 7).tolist(),
            "color": style.MINIMUM,
            "line": {"width": 0 if crowd else 1, "color": style.HALO},
        },
        "hovertemplate": _hover(name, "f %{text}"),
        "meta": style.meta("minimum"),
    }


def _start(run: SurfaceRun, t: Translator) -> Trace:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": t("figure.start"),
        "x": [run.start[0]],
        "y": [run.start[1]],
        "marker": {
            "symbol": "circle-open",
            "size": 13,
            "color": style.MINIMUM,
            "line": {"width": 2, "color": style.MINIMUM},
        },
        "hovertemplate": _hover(t("figure.start")),
        "meta": style.meta("start"),
    }


def _contender(trajectory: Trajectory, trail: Path, name: str, index: int, t: Translator) -> list[Trace]:
    contender = style.contender_style(index)
    x, y = (packed(trail.xy[:, axis], trail.drawn) for axis in (0, 1))
    base = {"type": "scatter", "name": name, "legendgroup": name, "showlegend": False}
    line = {"color": contender.color, "width": style.PATH_WIDTH, "dash": contender.dash}
    halo = {"color": style.HALO, "width": style.HALO_WIDTH}
    traces: list[Trace] = [
        {
            **base,
            "mode": "lines",
            "x": x,
            "y": y,
            "line": halo,
            "hoverinfo": "skip",
            "meta": style.meta("halo", index=index),
        },
        {
            **base,
            "mode": "lines",
            "x": x,
            "y": y,
            "line": line,
            "showlegend": True,
            "hovertemplate": _hover(name, f"{t('figure.step')} %{{pointNumber}}"),
            "meta": style.meta("path", index=index),
        },
    ]
    if trail.stubs:
        points = [value for _, ends in trail.stubs for value in (*ends.tolist(), [None, None])]
        traces.append(
            {
                **base,
                "mode": "lines",
                "x": [p[0] for p in points],
                "y": [p[1] for p in points],
                "line": line,
                "hoverinfo": "skip",
                "meta": style.meta("stub", index=index, steps=[step for step, _ in trail.stubs]),
            }
        )
    if trail.exit is not None:
        traces.append(
            {
                **base,
                "mode": "markers",
                "x": [trail.exit.x],
                "y": [trail.exit.y],
                "marker": style.cross(contender),
                "cliponaxis": False,
                "hovertemplate": f"{name}<br>{t('figure.left_at', step=trail.exit.step)}<extra></extra>",
                "meta": style.meta("exit", index=index, steps=[trail.exit.step]),
            }
        )
    if bool(trail.drawn[-1]):
        ended = style.head(contender) if trajectory.status.has_result else style.cross(contender)
        traces.append(
            {
                **base,
                "mode": "markers",
                "x": [float(trail.xy[-1, 0])],
                "y": [float(trail.xy[-1, 1])],
                "marker": ended,
                "hovertemplate": _hover(name, f"{t('figure.step')} {trajectory.steps}"),
                "meta": style.meta("head", index=index, steps=[trajectory.steps]),
            }
        )
    return traces


def _hover(*lines: str) -> str:
    return "<br>".join([*lines, "x %{x:.4~g}", "y %{y:.4~g}"]) + "<extra></extra>"


def _exit_labels(run: SurfaceRun, trajectory: Trajectory, trail: Path, index: int, t: Translator) -> list[Mark]:
    """Label where a path left the frame, or its run diverged or failed; empty if neither happened."""
    texts, stopped = [], not trajectory.status.has_result
    if trail.exit is not None and not (stopped and trail.exit.step == trajectory.stopped_at):
        texts.append(t("figure.left_at", step=trail.exit.step))
    if stopped:
        texts.append(stopped_label(trajectory, t))
    if not texts or (trail.exit is None and not bool(trail.drawn[-1])):
        return []
    at = (float(trail.xy[-1, 0]), float(trail.xy[-1, 1])) if trail.exit is None else (trail.exit.x, trail.exit.y)
    step = trajectory.steps if trail.exit is None else trail.exit.step
    x, y = ((v - low) / (high - low) for v, (low, high) in zip(at, run.surface.domain, strict=True))
    return [Mark("<br>".join(texts), x, y, at, style.contender_style(index), step)]
