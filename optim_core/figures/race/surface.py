"""Race on a surface: contours, or the surface in three dimensions, with the paths of all contenders."""

from collections.abc import Sequence

import plotly.graph_objects as go

from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.heights import heights
from optim_core.figures.marks import Mark, annotations
from optim_core.figures.plane import plane_axes
from optim_core.figures.race.path_names import path_names
from optim_core.figures.race.paths import Path, path
from optim_core.figures.race.surface_3d import scene_drawing
from optim_core.figures.race.surface_traces import Trace, contender_traces, contours, minima, start_trace
from optim_core.figures.stop_text import stopped_label
from optim_core.specs import SurfaceRun
from optim_core.specs.metrics import same_paths
from optim_core.specs.results import Trajectory
from optim_core.specs.views import SurfaceView
from optim_core.surfaces.grid import Grid

MARGIN = {"l": 44, "r": 16, "t": 19, "b": 45}
"""Pixels; as much as titles and numbers of the axes take, so that Plotly moves nothing. A color bar needs more."""


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
    drawn = heights(run.surface, grid, view.colors)
    names = path_names(run, trajectories, t)
    paths = [path(trajectory, run.surface.domain) for trajectory in trajectories]
    if view.projection == "3d":
        return scene_drawing(run, grid, drawn, trajectories, paths, names, t, indices)
    traces: list[Trace] = [contours(grid, drawn, t), minima(run.surface, t)]
    marks: list[Mark] = []
    firsts = same_paths(trajectories, run.surface)
    for trajectory, trail, name, index, first in zip(trajectories, paths, names, indices, firsts, strict=True):
        traces += contender_traces(trajectory, trail, name, index, t, covers=first is not None)
        marks += _exit_labels(run, trajectory, trail, index, t)
    traces.append(start_trace(run, t))
    return {
        "data": traces,
        "layout": style.layout(
            margin=MARGIN,
            **plane_axes(run.surface.domain),
            uirevision=run.surface.title,
            annotations=annotations(marks),
        ),
    }


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
