"""Traces over a surface seen from above: contours, minima, the start, and the path of a contender."""

from typing import Any

import numpy as np

from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.heights import Heights
from optim_core.figures.numbers import packed, short, single
from optim_core.figures.race.paths import Path
from optim_core.specs import SurfaceRun
from optim_core.specs.results import Trajectory
from optim_core.surfaces import AbstractSurface
from optim_core.surfaces.grid import Grid

Trace = dict[str, Any]
DOT = 3
"""Size of the dots along a line of minima."""
CROWD = 12
"""On a surface with more minima than this, only the lowest ones have large markers."""


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
                "text": t(drawn.title),
                "side": "right",
                "font": {"size": 11},
            },
            "thickness": 9,
            "outlinewidth": 0,
            "tickfont": {"size": 10},
            "xpad": 4,
        },
        "meta": style.meta("surface", floor=drawn.floor, ranks=drawn.quantiles),
    }


def minima(surface: AbstractSurface, t: Translator) -> Trace:
    """Trace with a star at each known minimum, large at the lowest ones. A line of minima has dots."""
    points, depths = np.array(surface.minima).reshape(-1, 2), np.array(surface.depths)
    deepest = np.isclose(depths, depths.min(initial=np.inf), rtol=1e-6, atol=1e-9)
    crowd = len(points) > CROWD
    sizes = np.where(deepest, 12, 4 if crowd else 7)
    dots = [line.points.numpy() for line in surface.lines.values()]
    along = [depths[index] for index, line in surface.lines.items() for _ in line.points]
    points = np.concatenate([points, *dots])
    name = t("figure.minimum_found" if surface.numerical else "figure.minimum")
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": packed(points[:, 0]),
        "y": packed(points[:, 1]),
        "text": [short(depth) for depth in (*depths, *along)],
        "marker": {
            "symbol": ["star"] * len(depths) + ["circle"] * len(along) if along else "star",
            "size": [*sizes.tolist(), *[DOT] * len(along)],
            "color": style.MINIMUM,
            "line": {"width": 0 if crowd or along else 1, "color": style.HALO},
        },
        "hovertemplate": _hover(name, "f %{text}"),
        "meta": style.meta("minimum"),
    }


def start_trace(run: SurfaceRun, t: Translator) -> Trace:
    """Trace with a ring at the start."""
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


def contender_traces(
    trajectory: Trajectory, trail: Path, name: str, index: int, t: Translator, *, covers: bool = False
) -> list[Trace]:
    """Traces of a contender: its path with a halo, the pieces inside the frame, where it left, and where it ended.

    One that `covers` the same path of an earlier contender has no halo, which would hide that path between its dashes.
    """
    contender = style.contender_style(index)
    x, y = (packed(trail.xy[:, axis], trail.drawn) for axis in (0, 1))
    base = {"type": "scatter", "name": name, "legendgroup": name, "showlegend": False}
    line = {"color": contender.color, "width": style.PATH_WIDTH, "dash": contender.dash}
    halo = {"color": style.HALO, "width": 0 if covers else style.HALO_WIDTH}
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
