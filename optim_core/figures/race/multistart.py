"""The paths and the bands of a race from many starts, as the page draws them under the race."""

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
"""Of all paths together; where there are more, points are left out evenly."""
ROOM = 1.0
"""A linear axis grows by at most so many times its length at either end, or nobody would see the race itself."""
BEYOND = 9e36
"""Stands for infinity, which no chart should meet; single precision holds it."""


def multistart_drawing(
    run: SurfaceRun,
    trajectories: Sequence[Trajectory],
    multistarts: Sequence[Multistart],
    view: SurfaceView,
    indices: Sequence[int],
) -> dict[str, Any]:
    """Arrays a contender: its paths end to end, and the quantiles of `view.quantity`; `range` is what the axis needs.

    `range` is in decades on a log axis, as Plotly has it; the axis itself is that of the race.
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
                "slot": index,
                **_paths(each, stride),
                "band": _columns(_drawn(each, band), ("step", "low", "middle", "high")),
            }
            for each, band, index in zip(multistarts, bands, indices, strict=True)
        ],
    }


def _paths(one: Multistart, stride: int) -> dict[str, Any]:
    kept = [np.vstack([path[:-1:stride], path[-1:]]) for path in one.paths]
    return {
        **_columns(np.vstack([np.empty((0, 3)), *kept]), ("step", "x", "y")),
        "lengths": [len(path) for path in kept],
        "diverged": [status.diverged for status in one.status],
    }


def _drawn(one: Multistart, band: Array) -> Array:
    """Rows of step and quantiles, where these are known."""
    rows = np.vstack([one.at, np.clip(band, -BEYOND, BEYOND)]).T
    known: Array = rows[~np.isnan(rows).any(axis=1)]
    return known


def _columns(rows: Array, names: Sequence[str]) -> dict[str, Any]:
    return {name: packed(np.clip(column, -BEYOND, BEYOND)) for name, column in zip(names, rows.T, strict=True)}
