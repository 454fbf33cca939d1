"""A race from many starts: where every path ends, and quantiles of the curves over all paths."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import product
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from optim_core.base.result import AbstractResult, Array, Status
from optim_core.descend import descend_from
from optim_core.descend.noise import gradient_noise
from optim_core.optimizers import AbstractOptimizer
from optim_core.specs import SurfaceRun, metrics
from optim_core.specs.quantities import QUANTITIES, Quantity
from optim_core.specs.ranking import loss_rounding
from optim_core.specs.results import Trajectory
from optim_core.surfaces import AbstractSurface
from optim_core.surfaces.base import Point
from optim_core.sweep import ARRIVAL_SHARE

MULTISTART_SECONDS = 20.0
"""The default limit of wall-clock time."""
CURVE_STEPS = 400
"""A curve has values at the start and at up to this many later steps."""
PATH_CELLS = 400
"""Cells along each side of the plot box; of a path, a point that stays in the same cell is left out."""
QUANTILES = (0.1, 0.5, 0.9)
"""The quantiles of a band."""


@dataclass(frozen=True, kw_only=True)
class Multistart(AbstractResult):
    """One contender's paths from S starts. A start without a finite loss and gradient is left out."""

    optimizer: AbstractOptimizer
    starts: Array
    """The starting points (S, 2)."""
    ends: Array
    """The last finite point of each path (S, 2)."""
    final_loss: Array
    """The loss at the last finite points (S,)."""
    share: Array
    """The gap to the lowest known value at the end of each path, divided by the gap at its start (S,).

    Infinite for a path without a result, NaN where no lowest value is known.
    """
    minimum: NDArray[np.int64]
    """Index of the known minimum that each path ended at (S,); -1 if it ended at none, or without a result."""
    status: NDArray[np.object_]
    """`Status` of each path (S,)."""
    at: NDArray[np.int64]
    """The steps at which the curves have values (m,)."""
    curves: Mapping[str, Array]
    """`SurfaceView.quantity` -> its values at these steps (S, m).

    After the last step of a path: the quantity's worst value if the path has no result, else NaN.
    """
    paths: tuple[Array, ...]
    """Each path, thinned to what can be seen in the plot box: rows of step, x and y (k, 3)."""

    @property
    def diverged(self) -> int:
        """How many paths diverged."""
        return sum(status.diverged for status in self.status)

    @property
    def failed(self) -> int:
        """How many paths ended in an exception of their optimizer."""
        return int((self.status == Status.FAILED).sum())

    @property
    def timed_out(self) -> int:
        """How many paths ran out of time."""
        return int((self.status == Status.OUT_OF_TIME).sum())

    def reached(self, target: float) -> int:
        """How many paths end within `target` times the gap at their start; `target` as in `SurfaceView`."""
        return int((self.share <= target).sum())

    def band(self, quantity: str) -> Array:
        """The `QUANTILES` of a quantity at each of the `at` steps (3, m), without the paths that ran out of time.

        Each quantile is the value of one path. A path without a result counts as the worst. NaN without any path.
        """
        complete = self.curves[quantity][self.status != Status.OUT_OF_TIME]
        if not len(complete):
            return np.full((3, len(self.at)), np.nan)
        found: Array = np.quantile(complete, QUANTILES, axis=0, method="inverted_cdf")
        return found


def multistart(run: SurfaceRun, starts: Sequence[Point], seconds: float = MULTISTART_SECONDS) -> tuple[Multistart, ...]:
    """Run every contender of `run` from each of `starts`, as `descend` would; one result per contender.

    `seconds` of wall-clock time are the limit for all paths together.
    """
    pairs = list(product(run.optimizers, starts))
    optimizers, begin = [one for one, _ in pairs], [start for _, start in pairs]
    paths = descend_from(begin, run.surface, optimizers, run.steps, gradient_noise(run), seconds) if pairs else ()
    count = len(starts)
    return tuple(
        _multistart(run, one, [path for path in paths[index * count : (index + 1) * count] if len(path.loss)])
        for index, one in enumerate(run.optimizers)
    )


def merged(parts: Sequence[Multistart]) -> Multistart:
    """Join one contender's results from several lists of starts, in their order."""
    first = parts[0]
    rows = [each.name for each in fields(Multistart) if each.name not in ("optimizer", "at", "curves", "paths")]
    together: dict[str, Any] = {name: np.concatenate([getattr(part, name) for part in parts]) for name in rows}
    return replace(
        first,
        **together,
        curves={name: np.concatenate([part.curves[name] for part in parts]) for name in first.curves},
        paths=tuple(path for part in parts for path in part.paths),
    )


def _multistart(run: SurfaceRun, optimizer: AbstractOptimizer, paths: Sequence[Trajectory]) -> Multistart:
    surface, at = run.surface, np.unique(np.linspace(0, run.steps, CURVE_STEPS + 1).round().astype(np.int64))
    return Multistart(
        optimizer=optimizer,
        starts=np.array([path.xy[0] for path in paths]).reshape(-1, 2),
        ends=np.array([path.xy[-1] for path in paths]).reshape(-1, 2),
        final_loss=np.array([path.loss[-1] for path in paths]),
        share=np.array([_share(path, surface) for path in paths]),
        minimum=np.array([_reached_minimum(path, surface) for path in paths], dtype=np.int64),
        status=np.array([path.status for path in paths], dtype=object),
        at=at,
        curves={
            quantity.name: np.array([_sampled(quantity, at, path, surface) for path in paths]).reshape(-1, len(at))
            for quantity in QUANTITIES
        },
        paths=tuple(_thinned(path.xy, surface) for path in paths),
    )


def _sampled(quantity: Quantity, at: NDArray[np.int64], path: Trajectory, surface: AbstractSurface) -> Array:
    """The values of a quantity at the steps `at` (m,), as in `Multistart.curves`."""
    values = np.concatenate([np.full(quantity.first, np.nan), quantity.values(path, surface)])
    after = np.nan if path.status.has_result else quantity.worst
    return np.where(at < len(values), values[np.minimum(at, len(values) - 1)], after)


def _share(path: Trajectory, surface: AbstractSurface) -> float:
    """As in `Multistart.share`; a gap within rounding is 0, and from a start below the lowest value it is infinite."""
    gap, rounding = metrics.gap(path, surface), loss_rounding(surface)
    if not path.status.has_result or gap[0] < -rounding:
        return np.inf
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        return 0.0 if gap[-1] <= rounding else float(gap[-1] / gap[0])


def _reached_minimum(path: Trajectory, surface: AbstractSurface) -> int:
    if not path.status.has_result or not surface.minima:
        return -1
    distances = metrics.length(surface.nearest_points(torch.tensor(path.xy[-1])).numpy() - path.xy[-1])
    box = metrics.length(np.ptp(surface.domain, axis=1))
    return int(distances.argmin()) if distances.min() <= ARRIVAL_SHARE * box else -1


def _thinned(xy: Array, surface: AbstractSurface) -> Array:
    """Rows of step, x and y (k, 3): both ends of a path (n, 2), and the points where it enters another cell."""
    low, high = np.array(surface.domain).T
    cells = np.floor(np.clip((xy - low) / (high - low), -10, 10) * PATH_CELLS)
    shown = np.ones(len(xy), dtype=bool)
    shown[1:-1] = (np.diff(cells, axis=0) != 0).any(axis=1)[: len(xy) - 2]
    return np.column_stack([np.flatnonzero(shown), xy[shown]])
