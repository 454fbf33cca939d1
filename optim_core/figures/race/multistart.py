"""Paths and bands of a race from many starts, which the page draws below those of the race."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from optim_core.base.result import Array
from optim_core.figures.numbers import packed
from optim_core.figures.race.curves import race_curves
from optim_core.figures.scales import scale
from optim_core.specs import SurfaceRun
from optim_core.specs.results import Trajectory
from optim_core.specs.views import SurfaceView
from optim_core.sweep.multistart import Multistart

MOST_POINTS = 40_000
"""Most points of all paths together; of more points, evenly spaced ones are drawn."""
ROOM = 1.0
"""A linear axis grows by at most this multiple of its length at either end, so that the race remains visible."""
BEYOND = 9e36
"""Largest drawn absolute value, in place of infinity; fits into single precision."""


def multistart_drawing(
    run: SurfaceRun,
    trajectories: Sequence[Trajectory],
    multistarts: Sequence[Multistart],
    view: SurfaceView,
    indices: Sequence[int],
) -> dict[str, Any]:
    """Data for the page: the starts, and per contender its concatenated paths and the quantiles of `view.quantity`.

    `range` is the range of the race's axis enlarged for the bands, in decades on a log axis, as in Plotly.
    """
    _, axis = race_curves(run, trajectories, view)
    bands = [each.band(view.quantity) for each in multistarts]
    rows = [row for band in bands for row in band]
    spread = scale(rows, [bool(np.isinf(row).any()) for row in rows], "log" if axis.log else "linear")
    room = math.inf if axis.log else ROOM * (axis.high - axis.low)
    low, high = max(spread.low, axis.low - room), min(spread.high, axis.high + room)
    shown = any(np.isfinite(row).any() for row in rows)
    stride = math.ceil(sum(len(path) for each in multistarts for path in each.paths) / MOST_POINTS)
    return {
        "range": [min(axis.low, low), max(axis.high, high)] if shown else [axis.low, axis.high],
        "starts": _columns(multistarts[0].starts, "xy"),
        "multistarts": [
            {
                "index": index,
                **_paths(each, stride),
                "band": _columns(_drawn(each, band), ("step", "low", "middle", "high")),
            }
            for each, band, index in zip(multistarts, bands, indices, strict=True)
        ],
    }


def _paths(one: Multistart, stride: int) -> dict[str, Any]:
    thinned = [np.vstack([path[:-1:stride], path[-1:]]) for path in one.paths]
    return {
        **_columns(np.vstack([np.empty((0, 3)), *thinned]), ("step", "x", "y")),
        "lengths": [len(path) for path in thinned],
        "stopped": [not status.has_result for status in one.status],
    }


def _drawn(one: Multistart, band: Array) -> Array:
    """Rows of a step and its three quantiles (k, 4), where these are known."""
    rows = np.vstack([one.at, np.clip(band, -BEYOND, BEYOND)]).T
    known: Array = rows[~np.isnan(rows).any(axis=1)]
    return known


def _columns(rows: Array, names: Sequence[str]) -> dict[str, Any]:
    return {name: packed(np.clip(column, -BEYOND, BEYOND)) for name, column in zip(names, rows.T, strict=True)}
