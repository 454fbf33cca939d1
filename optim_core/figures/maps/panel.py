"""One panel of a map: a cell a run, coloured by how it ended."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from optim_core.base.result import Array, Status
from optim_core.base.text import Translator
from optim_core.figures import style
from optim_core.figures.maps.axes import axis_title, plotly_axis
from optim_core.figures.maps.colours import Colours
from optim_core.figures.maps.marks import hatch, spot
from optim_core.figures.maps.theory import theory_traces
from optim_core.figures.numbers import short
from optim_core.sweep.maps import AbstractCells, AbstractMapRun, Cells, MapRun, MapView, equivalent_name

Cell = tuple[int, int]
UNREACHED = len(Status)
"""Code of a sound run that has nothing to show: it did not reach the target, or no minimum."""


def map_figure(run: MapRun, cells: Cells, view: MapView, scale: Colours, t: Translator, name: str = "") -> go.Figure:
    """The panel as a figure of its own; its name, its colours and the words of its cells are in it."""
    return panel_figure(map_drawing(run, cells, view, scale, t), scale, name)


def panel_figure(drawing: style.Drawing, scale: Colours, name: str) -> go.Figure:
    """A panel as a figure of its own."""
    heat = next(trace for trace in drawing["data"] if "cells" in trace["meta"])
    heat |= {"showscale": not scale.names, "colorbar": {**scale.ticks, "thickness": 12, "outlinewidth": 0}}
    drawing["layout"] |= {"title": {"text": name, "font": {"size": 15}}, "margin": {"l": 60, "r": 10, "t": 40, "b": 50}}
    heat["text"] = hover_texts(heat["meta"]["cells"], heat["z"])
    return style.figure(drawing)


def map_drawing(
    run: MapRun, cells: Cells, view: MapView, scale: Colours, t: Translator, pick: Cell | None = None
) -> style.Drawing:
    """The same for the page, with what theory says."""
    lines, names = theory_traces(run, cells.spec)
    return panel_drawing(run, cells, view.colour, scale, t, pick, lines, names, target=short(view.target))


def panel_drawing(
    run: AbstractMapRun,
    cells: AbstractCells,
    colour: str,
    scale: Colours,
    t: Translator,
    pick: Cell | None,
    lines: list[dict[str, Any]],
    words: list[dict[str, Any]],
    **values: str,
) -> style.Drawing:
    """A panel coloured by `colour`, of whose words `values` are part, with these lines and words upon it.

    The page makes the words of a cell itself from `meta`: a tenth of what there is to send. Diverged runs are hatched
    upwards, those that ran out of time downwards; what has no value is left bare.
    """
    x, y = run.axes
    up, across = (np.array(axis.values) for axis in cells.spec.axes)
    xs, ys = (np.linspace(*axis.ends, len(values)) for axis, values in ((x, across), (y, up)))
    names = [str(equivalent_name(type(cells.spec.optimizer), axis.name)) for axis in (x, y)]
    names.append(t(f"figure.map.{colour}", **values))
    places = cells.values(colour)
    heat = {
        "type": "heatmap",
        "x0": float(xs[0]),
        "dx": float(xs[1] - xs[0]),
        "y0": float(ys[0]),
        "dy": float(ys[1] - ys[0]),
        "z": listed(scale.place(places)),
        **scale.look,
        "showscale": False,
        "hovertemplate": "%{text}<extra></extra>",
        "meta": style.meta("cells", cells=_cells(cells, places, names, colour, scale, t)),
    }
    layout = style.layout(
        annotations=words,
        xaxis=plotly_axis(x, len(across), axis_title(x, names[0], t)),
        yaxis=plotly_axis(y, len(up), axis_title(y, names[1], t)),
        uirevision=repr((x, y)),
        dragmode="zoom",
        margin={"l": 50, "r": 10, "t": 8, "b": 44},
    )
    return {
        "data": [
            heat,
            *hatch(~cells.has_result, xs, ys, rising=True, role="diverged"),
            *hatch(cells.timed_out, xs, ys, rising=False, role="timed_out"),
            *lines,
            *spot(run, cells, cells.best(colour), "best", t("figure.map.best")),
            *spot(run, cells, pick, "pick", t("figure.map.pick")),
        ],
        "layout": layout,
    }


def listed(places: Array) -> list[list[float | None]]:
    """Places as they are sent."""
    return [[None if v != v else v for v in row] for row in places.round(4).tolist()]


def _cells(
    cells: AbstractCells, values: Array, names: list[str], colour: str, scale: Colours, t: Translator
) -> dict[str, Any]:
    """What the words of each cell are made of."""
    up, across = ([f"{value:.6g}" for value in axis.values] for axis in cells.spec.axes)
    codes = np.zeros(cells.spec.shape, int)
    for code, status in enumerate(Status):
        codes[cells.status == status] = code
    bare = cells.has_result & np.isnan(values)
    codes[bare] = UNREACHED
    words = [t(f"figure.map.status.{status.value}") for status in Status]
    unreached = t(f"figure.map.unreached.{colour}") if bare.any() else ""
    return {
        "x": across,
        "y": up,
        "names": names,
        "words": [*words, unreached],
        "codes": ["".join(map(str, row)) for row in codes.tolist()],
        "log": scale.log,
        "floor": scale.floor,
        "kinds": list(scale.names),
    }


def hover_texts(cells: dict[str, Any], z: list[list[float | None]]) -> list[list[str]]:
    """The words of every cell, as static/cells.js makes them in the page."""
    x_name, y_name, quantity = cells["names"]

    def value(place: float) -> str:
        if cells["kinds"]:
            return str(cells["kinds"][round(place)])
        return short(10**place + cells["floor"] if cells["log"] else place)

    def text(i: int, j: int) -> str:
        place, status = z[j][i], cells["words"][int(cells["codes"][j][i])]
        shown = [] if place is None else [f"{quantity}: {value(place)}"]
        return "<br>".join([f"{x_name} {cells['x'][i]}", f"{y_name} {cells['y'][j]}", *shown, status])

    return [[text(i, j) for i in range(len(cells["x"]))] for j in range(len(cells["y"]))]
