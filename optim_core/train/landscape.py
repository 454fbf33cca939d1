"""The training loss on a plane through weight space and along the paths, computed in resumable chunks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Literal

import numpy as np

from optim_core.base.result import AbstractResult, Array
from optim_core.base.time_slices import clock, yield_if_due
from optim_core.specs import ModelRun
from optim_core.specs.views import SIDE
from optim_core.train.forward import shapes, train_losses
from optim_core.train.plane import Plane, pca_plane, random_plane

SECONDS = 60.0
"""Limit of the working time of a landscape."""
AT_ONCE = 16
"""Number of networks that are evaluated together."""
MARGIN = 0.15
"""Margin around the paths, as a share of their extent."""

Kind = Literal["pca", "random"]


@dataclass(frozen=True, kw_only=True)
class Landscape(AbstractResult):
    """Losses on the plane over a (side,), b (side,) and along the paths of contenders; NaN until computed."""

    plane: Plane
    a: Array
    b: Array
    paths: tuple[Array, ...]
    """Finite weights (n, P) of each path: those of the contenders, then those of their averaged weights, if any."""
    points: tuple[Array, ...]
    """Coordinates (n, 2) of the points of the plane nearest to each path."""
    losses: Array
    """Losses at the paths, then at their nearest points on the plane, then on the grid row by row (count,)."""
    computed: int
    """Number of computed entries of `losses`, from the first."""
    seconds: float
    """Working time so far."""

    @property
    def path_losses(self) -> tuple[Array, ...]:
        """Loss along each path (n,)."""
        return self._along(0)

    @property
    def plane_losses(self) -> tuple[Array, ...]:
        """Loss at the points of the plane nearest to each path (n,)."""
        return self._along(sum(map(len, self.paths)))

    @property
    def z(self) -> Array:
        """Loss on the plane (side, side); z[j, i] is the loss at (a[i], b[j])."""
        return self.losses[2 * sum(map(len, self.paths)) :].reshape(len(self.b), len(self.a))

    @property
    def progress(self) -> float:
        """Share of the losses that are computed, in [0, 1]."""
        return self.computed / len(self.losses)

    @property
    def ended(self) -> bool:
        """Whether all losses are computed or the time limit is reached."""
        return self.computed == len(self.losses) or self.seconds >= SECONDS

    def _along(self, start: int) -> tuple[Array, ...]:
        ends = accumulate(map(len, self.paths), initial=start)
        return tuple(self.losses[low:high] for low, high in pairwise(ends))


def begin(
    run: ModelRun,
    paths: Sequence[Array],
    finite: Sequence[bool],
    kind: Kind,
    side: int,
    averages: Sequence[Array] = (),
) -> Landscape:
    """The plane of the paths of contenders, finite weights (n, P) each, without any loss yet.

    Only paths whose run stayed `finite` determine the plane and its frame; all paths, if there are none. A random plane
    passes through the last weights of the one with the lowest loss. The paths of the `averages` of the contenders'
    weights are projected onto the plane of these. SpecError if `side` is out of range.
    """
    start, side = clock(), SIDE.check(side, "landscape.side")
    shaping_indices = [i for i, good in enumerate(finite) if good] or list(range(len(paths)))
    shaping = [paths[i] for i in shaping_indices]
    if kind == "pca":
        plane = pca_plane(shaping)
    else:
        lasts = np.stack([path[-1] for path in shaping])
        best = int(np.argmin(np.nan_to_num(train_losses(run, lasts), nan=np.inf)))
        plane = random_plane(lasts[best], tuple(shapes(run).values()), shaping, run.seed)
    points = tuple(plane.project(path) for path in (*paths, *averages))
    a, b = _frame(np.concatenate([points[i] for i in shaping_indices]), 1.0 if kind == "random" else 0.0, side)
    return Landscape(
        plane=plane,
        a=a,
        b=b,
        paths=(*paths, *averages),
        points=points,
        losses=np.full(2 * sum(map(len, (*paths, *averages))) + side**2, np.nan),
        computed=0,
        seconds=clock() - start,
    )


def advance(run: ModelRun, landscape: Landscape, seconds: float) -> Landscape:
    """Compute further losses for `seconds`, at least `AT_ONCE` of them."""
    start, computed, losses = clock(), landscape.computed, landscape.losses.copy()
    path_weights = np.concatenate(landscape.paths)
    grid = np.stack(np.meshgrid(landscape.a, landscape.b), axis=-1).reshape(-1, 2)
    plane_points = np.concatenate([*landscape.points, grid])
    while computed < len(losses):
        on_plane = slice(*(max(at - len(path_weights), 0) for at in (computed, computed + AT_ONCE)))
        weights = np.concatenate(
            [path_weights[computed : computed + AT_ONCE], landscape.plane.at(plane_points[on_plane])]
        )
        yield_if_due()
        losses[computed : computed + len(weights)] = train_losses(run, weights)
        computed += len(weights)
        if clock() - start >= seconds:
            break
    return replace(landscape, losses=losses, computed=computed, seconds=landscape.seconds + clock() - start)


def _frame(points: Array, least: float, side: int) -> tuple[Array, Array]:
    """Axes a and b (side,) that cover all points (n, 2) with a margin, and at least [-least, least]."""
    low = np.minimum(points.min(axis=0), -least)
    high = np.maximum(points.max(axis=0), least)
    margin = MARGIN * np.maximum(high - low, 1e-3 * (high - low).max() or 1.0)
    a, b = np.linspace(low - margin, high + margin, side).T
    return a, b
