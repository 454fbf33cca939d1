"""A race from many starts: where all its paths lead, and how far their curves spread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optim_core.base.result import AbstractResult, Array, Status
from optim_core.descend import descend_from
from optim_core.descend.noise import gradient_noise
from optim_core.optimizers import AbstractOptimizer
from optim_core.specs import SurfaceRun, metrics
from optim_core.specs.quantities import QUANTITIES, Quantity
from optim_core.specs.results import Trajectory
from optim_core.surfaces import AbstractSurface
from optim_core.surfaces.base import Point
from optim_core.sweep import ARRIVAL_SHARE

MULTISTART_SECONDS = 20.0
CURVE_STEPS = 400
"""At most so many steps, and the start, are kept of the curves."""
FINENESS = 400
"""A path is kept where it goes from one cell of the frame, so many along each side, to another."""
SHARES = (0.1, 0.5, 0.9)


@dataclass(frozen=True, kw_only=True)
class Multistart(AbstractResult):
    """One contender's paths from S starts, those without a finite value and gradient left out."""

    optimizer: AbstractOptimizer
    starts: Array
    """(S, 2)."""
    ends: Array
    """The last finite points (S, 2)."""
    final_loss: Array
    """f at them (S,)."""
    share: Array
    """The smallest gap to the lowest known value on the way over the gap at the start (S,); NaN if unknown."""
    minimum: NDArray[np.int64]
    """Which known minimum a path ended at (S,); -1 where at none, or diverged."""
    status: NDArray[np.object_]
    """Of `Status` (S,)."""
    at: NDArray[np.int64]
    """The steps of the curves (m,)."""
    curves: Mapping[str, Array]
    """`SurfaceView.quantity` -> its values at these steps (S, m): the worst once diverged, NaN where there is none."""
    paths: tuple[Array, ...]
    """Each path as far as the eye can follow it: rows of step, x and y (k, 3)."""

    @property
    def diverged(self) -> int:
        """How many paths."""
        return sum(status.diverged for status in self.status)

    @property
    def timed_out(self) -> int:
        """How many paths there was no time to follow to their end."""
        return int((self.status == Status.OUT_OF_TIME).sum())

    def reached(self, target: float) -> int:
        """How many paths came within `target` of the gap at their start, as in `SurfaceView`."""
        return int((self.share <= target).sum())

    def band(self, quantity: str) -> Array:
        """The 10 %, 50 % and 90 % quantiles at each of `at` (3, m), each the value of a path; of whole paths only.

        A diverged path counts as the worst.
        """
        whole = self.curves[quantity][self.status != Status.OUT_OF_TIME]
        if not len(whole):
            return np.full((3, len(self.at)), np.nan)
        found: Array = np.quantile(whole, SHARES, axis=0, method="inverted_cdf")
        return found


def multistart(run: SurfaceRun, starts: Sequence[Point], seconds: float = MULTISTART_SECONDS) -> tuple[Multistart, ...]:
    """Every contender of `run` from each of `starts`, as `descend` runs it, in the order of the contenders."""
    pairs = list(product(run.optimizers, starts))
    optimizers, begin = [one for one, _ in pairs], [start for _, start in pairs]
    paths = descend_from(begin, run.surface, optimizers, run.steps, gradient_noise(run), seconds) if pairs else ()
    count = len(starts)
    return tuple(
        _multistart(run, one, [path for path in paths[place * count : (place + 1) * count] if len(path.loss)])
        for place, one in enumerate(run.optimizers)
    )


def merged(parts: Sequence[Multistart]) -> Multistart:
    """One contender's results from several lists of starts as one, in their order."""
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
            quantity.name: np.array([_at(quantity, at, path, surface) for path in paths]).reshape(-1, len(at))
            for quantity in QUANTITIES
        },
        paths=tuple(_seen(path.xy, surface) for path in paths),
    )


def _at(quantity: Quantity, at: NDArray[np.int64], path: Trajectory, surface: AbstractSurface) -> Array:
    """Values of a path at the steps `at` (m,): the worst after it diverged, NaN where there is none."""
    values = np.concatenate([np.full(quantity.first, np.nan), quantity.values(path, surface)])
    after = np.nan if path.status.has_result else quantity.worst
    return np.where(at < len(values), values[np.minimum(at, len(values) - 1)], after)


def _share(path: Trajectory, surface: AbstractSurface) -> float:
    gap = metrics.gap(path, surface)
    with np.errstate(over="ignore"):
        return float(gap.min() / gap[0]) if gap[0] > 0 else 0.0 if gap[0] == 0 else np.inf


def _reached_minimum(path: Trajectory, surface: AbstractSurface) -> int:
    if not path.status.has_result or not surface.minima:
        return -1
    away = metrics.length(np.array(surface.minima) - path.xy[-1])
    box = metrics.length(np.ptp(surface.domain, axis=1))
    return int(away.argmin()) if away.min() <= ARRIVAL_SHARE * box else -1


def _seen(xy: Array, surface: AbstractSurface) -> Array:
    low, high = np.array(surface.domain).T
    cells = np.floor(np.clip((xy - low) / (high - low), -10, 10) * FINENESS)
    kept = np.ones(len(xy), dtype=bool)
    kept[1:-1] = (np.diff(cells, axis=0) != 0).any(axis=1)[: len(xy) - 2]
    return np.column_stack([np.flatnonzero(kept), xy[kept]])
