"""One panel of a map: one cell per run, colored by its result."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from optim_core.base.result import Array, Status
from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.maps.axes import axis_title, axis_words, plotly_axis
from optim_core.figures.maps.color_scale import ColorScale
from optim_core.figures.maps.marks import hatch, spot
from optim_core.figures.maps.theory import theory_traces
from optim_core.figures.numbers import short
from optim_core.figures.plane import ROUND, has_one_unit
from optim_core.specs import Sweep
from optim_core.sweep.maps import AbstractCells, AbstractMapRun, Cells, MapRun, MapView, equivalent_name
from optim_core.sweep.maps.cells import Cell

UNREACHED = len(Status)
"""Code of a finite run without a value: it reached no target, or no minimum."""


def map_figure(run: MapRun, cells: Cells, view: MapView, scale: ColorScale, t: Translator, name: str = "") -> go.Figure:
    """Standalone figure of the panel, with its name, color bar and hover texts."""
    return panel_figure(map_drawing(run, cells, view, scale, t), scale, name)


def panel_figure(drawing: style.Drawing, scale: ColorScale, name: str) -> go.Figure:
    """Standalone figure of a panel's drawing; changes the drawing."""
    heat = next(trace for trace in drawing["data"] if "cells" in trace["meta"])
    heat |= {"showscale": not scale.names, "colorbar": {**scale.ticks, "thickness": 12, "outlinewidth": 0}}
    drawing["layout"] |= {"title": {"text": name, "font": {"size": 15}}, "margin": {"l": 60, "r": 10, "t": 40, "b": 50}}
    heat["text"] = hover_texts(heat["meta"]["cells"], heat["z"])
    return style.figure(drawing)


def map_drawing(
    run: MapRun, cells: Cells, view: MapView, scale: ColorScale, t: Translator, pick: Cell | None = None
) -> style.Drawing:
    """Drawing of the panel for the page, with the predictions of theory; `pick` is the chosen cell."""
    lines, names = theory_traces(run, cells.spec) if isinstance(cells.spec, Sweep) else ([], [])
    return panel_drawing(run, cells, view.colour, scale, t, pick, lines, names, target=short(view.target))


def panel_drawing(
    run: AbstractMapRun,
    cells: AbstractCells,
    quantity: str,
    scale: ColorScale,
    t: Translator,
    pick: Cell | None,
    lines: list[dict[str, Any]],
    labels: list[dict[str, Any]],
    **values: str,
) -> style.Drawing:
    """Drawing of a panel whose colors show `quantity`, with the traces `lines` and the annotations `labels` on top.

    `values` fill the placeholders of the text about `quantity`. Diverged runs have rising hatching, runs out of time
    falling hatching; cells without a value are blank. The page itself composes hover texts from `meta`, because they
    would be ten times as large.
    """
    x, y = run.axes
    up, across = (np.array(axis.values) for axis in cells.spec.axes)
    xs, ys = (np.linspace(*axis.ends, len(values)) for axis, values in ((x, across), (y, up)))
    own = [str(equivalent_name(type(cells.spec.optimizer), axis.name)) for axis in (x, y)]
    names = [*(axis_words(name, t) for name in own), t(f"figure.map.{quantity}", **values)]
    shown = cells.values(quantity)
    heat = {
        "type": "heatmap",
        "x0": float(xs[0]),
        "dx": float(xs[1] - xs[0]),
        "y0": float(ys[0]),
        "dy": float(ys[1] - ys[0]),
        "z": json_rows(scale.position(shown)),
        **scale.heatmap,
        "showscale": False,
        "hovertemplate": "%{text}<extra></extra>",
        "meta": style.meta("cells", cells=_cells(cells, shown, names, quantity, scale, t)),
    }
    layout = style.layout(
        annotations=labels,
        xaxis=plotly_axis(x, len(across), axis_title(x, own[0], t)),
        yaxis=plotly_axis(y, len(up), axis_title(y, own[1], t)),
        uirevision=repr((x, y)),
        dragmode="zoom",
        margin={"l": 50, "r": 10, "t": 8, "b": 44},
    )
    if [axis.name for axis in (x, y)] == ["start.x", "start.y"] and has_one_unit((x.ends, y.ends)):
        layout["xaxis"] |= {"constrain": "domain"}
        layout["yaxis"] |= ROUND
    return {
        "data": [
            heat,
            *hatch(~cells.has_result, xs, ys, rising=True, role="diverged"),
            *hatch(cells.timed_out, xs, ys, rising=False, role="timed_out"),
            *lines,
            *spot(run, cells, cells.best(quantity), "best", t("figure.map.best")),
            *spot(run, cells, pick, "pick", t("figure.map.pick")),
        ],
        "layout": layout,
    }


def json_rows(positions: Array) -> list[list[float | None]]:
    """Positions (rows, columns) as nested lists of 4 decimals, None for NaN."""
    return [[None if v != v else v for v in row] for row in positions.round(4).tolist()]


def _cells(
    cells: AbstractCells, values: Array, names: list[str], quantity: str, scale: ColorScale, t: Translator
) -> dict[str, Any]:
    """Data from which the page composes the hover text of each cell."""
    up, across = ([f"{value:.6g}" for value in axis.values] for axis in cells.spec.axes)
    codes = np.zeros(cells.spec.shape, int)
    for code, status in enumerate(Status):
        codes[cells.status == status] = code
    bare = cells.has_result & np.isnan(values)
    codes[bare] = UNREACHED
    texts = [t(f"figure.map.status.{status.value}") for status in Status]
    unreached = t(f"figure.map.unreached.{quantity}") if bare.any() else ""
    return {
        "x": across,
        "y": up,
        "names": names,
        "statuses": [*texts, unreached],
        "codes": ["".join(map(str, row)) for row in codes.tolist()],
        "log": scale.log,
        "floor": scale.floor,
        "kinds": list(scale.names),
    }


def hover_texts(cells: dict[str, Any], z: list[list[float | None]]) -> list[list[str]]:
    """Hover text of every cell [row][column], as frontend/lib/cells.js composes it in the page."""
    x_name, y_name, quantity = cells["names"]

    def value(position: float) -> str:
        if cells["kinds"]:
            return str(cells["kinds"][round(position)])
        return short(10**position + cells["floor"] if cells["log"] else position)

    def text(i: int, j: int) -> str:
        position, status = z[j][i], cells["statuses"][int(cells["codes"][j][i])]
        shown = [] if position is None else [f"{quantity}: {value(position)}"]
        return "<br>".join([f"{x_name} {cells['x'][i]}", f"{y_name} {cells['y'][j]}", *shown, status])

    return [[text(i, j) for i in range(len(cells["x"]))] for j in range(len(cells["y"]))]
