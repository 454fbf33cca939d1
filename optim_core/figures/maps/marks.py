"""Marks over the colors of a map: hatching, the best cell and the chosen cell."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from optim_core.figures import style
from optim_core.sweep.maps import AbstractCells, AbstractMapRun

FEW = 48
"""Up to so many cells per side, each has a stroke of its own."""
HATCH = "rgba(125, 135, 148, 0.75)"
Trace = dict[str, Any]


def hatch(inside: NDArray[np.bool_], x: NDArray[Any], y: NDArray[Any], *, rising: bool, role: str) -> list[Trace]:
    """A trace with a diagonal stroke over each cell where `inside` (rows, columns) is true; empty if none is.

    Strokes of diagonal neighbours are joined. `x` (columns,) and `y` (rows,) are evenly spaced cell centers.
    """
    if not inside.any():
        return []
    across, up = (x[1] - x[0]) / 2, (y[1] - y[0]) / 2
    drawn = _thinned(inside if rising else inside[:, ::-1])
    points: list[tuple[float, float] | None] = []
    for offset in range(-drawn.shape[0] + 1, drawn.shape[1]):
        line = np.diagonal(drawn, offset).astype(np.int8)
        edges = np.flatnonzero(np.diff(np.concatenate([[0], line, [0]])))
        row, column = max(-offset, 0), max(offset, 0)
        for first, end in edges.reshape(-1, 2).tolist():
            points += [(column + first, row + first), (column + end, row + end), None]
    xs = [None if p is None else round(float(x[0] + across * (2 * p[0] - 1)), 6) for p in points]
    ys = [None if p is None else round(float(y[0] + up * (2 * p[1] - 1)), 6) for p in points]
    if not rising:
        xs = [None if value is None else round(float(x[0] + x[-1]) - value, 6) for value in xs]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": xs,
            "y": ys,
            "line": {"color": HATCH, "width": 1},
            "hoverinfo": "skip",
            "meta": style.meta(role),
        }
    ]


def _thinned(inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Cells to draw (rows, columns): where cells are small, every other diagonal and all cells without neighbours."""
    if len(inside) <= FEW:
        return inside
    framed = np.pad(inside, 1)
    beside = framed[:-2, 1:-1] | framed[2:, 1:-1] | framed[1:-1, :-2] | framed[1:-1, 2:]
    rows, columns = np.indices(inside.shape)
    drawn: NDArray[np.bool_] = inside & (~beside | ((rows - columns) % 2 == 0))
    return drawn


def spot(run: AbstractMapRun, cells: AbstractCells, cell: tuple[int, int] | None, role: str, name: str) -> list[Trace]:
    """A star at the cell (row, column) if `role` is "best", else a ring; empty without a cell."""
    if cell is None:
        return []
    row, column = cell
    up, across = (axis.values for axis in cells.spec.axes)
    x, y = (
        float(axis.position(np.array(values[i])))
        for axis, values, i in zip(run.axes, (across, up), (column, row), strict=True)
    )
    star = role == "best"
    marker = {
        "symbol": "star" if star else "circle-open",
        "size": 12 if star else 16,
        "color": "#ffffff" if star else "#d62728",
        "line": {"color": "#111111" if star else "#d62728", "width": 1 if star else 3},
    }
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [x],
            "y": [y],
            "name": name,
            "marker": marker,
            "hoverinfo": "skip",
            "cliponaxis": False,
            "meta": style.meta(role),
        }
    ]
