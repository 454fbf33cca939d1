"""The training loss on a plane through weight space, in chunks that any process can take up, beside true losses."""

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
"""What a whole landscape may take."""
AT_ONCE = 16
"""Networks evaluated together."""
MARGIN = 0.15
"""Room around the paths, as a share of their extent."""

Kind = Literal["pca", "random"]


@dataclass(frozen=True, kw_only=True)
class Landscape(AbstractResult):
    """Losses over a (side,) and b (side,) and along some contenders' paths; those not computed yet are NaN."""

    plane: Plane
    a: Array
    b: Array
    paths: tuple[Array, ...]
    """Weights (n, P), finite."""
    points: tuple[Array, ...]
    """Their coordinates on the plane (n, 2)."""
    losses: Array
    """Of all paths' weights, then of the points of the plane nearest to them, then of the grid, row by row."""
    computed: int
    """How many of `losses` are computed."""
    seconds: float
    """That it has taken."""

    @property
    def path_losses(self) -> tuple[Array, ...]:
        """The loss of each path's weights (n,)."""
        return self._along(0)

    @property
    def plane_losses(self) -> tuple[Array, ...]:
        """The loss at the points of the plane nearest to them (n,)."""
        return self._along(sum(map(len, self.paths)))

    @property
    def z(self) -> Array:
        """The loss of the plane (side, side), z[j, i] at (a[i], b[j])."""
        return self.losses[2 * sum(map(len, self.paths)) :].reshape(len(self.b), len(self.a))

    @property
    def progress(self) -> float:
        """The share of the losses that is computed."""
        return self.computed / len(self.losses)

    @property
    def ended(self) -> bool:
        """Whether all is computed, or as much as there was time for."""
        return self.computed == len(self.losses) or self.seconds >= SECONDS

    def _along(self, start: int) -> tuple[Array, ...]:
        ends = accumulate(map(len, self.paths), initial=start)
        return tuple(self.losses[low:high] for low, high in pairwise(ends))


def begin(run: ModelRun, paths: Sequence[Array], finite: Sequence[bool], kind: Kind, side: int) -> Landscape:
    """The plane of some contenders' paths, each finite weights (n, P), with no loss computed yet.

    `finite` says who has not diverged: only those shape the plane and its frame, unless there is none.
    The random plane lies through the last weights of the finite path with the lowest loss.
    """
    start, side = clock(), SIDE.check(side, "landscape.side")
    held = [i for i, good in enumerate(finite) if good] or list(range(len(paths)))
    shaping = [paths[i] for i in held]
    if kind == "pca":
        plane = pca_plane(shaping)
    else:
        lasts = np.stack([path[-1] for path in shaping])
        best = int(np.argmin(np.nan_to_num(train_losses(run, lasts), nan=np.inf)))
        plane = random_plane(lasts[best], tuple(shapes(run).values()), shaping, run.seed)
    points = tuple(plane.project(path) for path in paths)
    a, b = _frame(np.concatenate([points[i] for i in held]), 1.0 if kind == "random" else 0.0, side)
    return Landscape(
        plane=plane,
        a=a,
        b=b,
        paths=tuple(paths),
        points=points,
        losses=np.full(2 * sum(map(len, paths)) + side**2, np.nan),
        computed=0,
        seconds=clock() - start,
    )


def advance(run: ModelRun, landscape: Landscape, seconds: float) -> Landscape:
    """As many further losses as begin within `seconds`, at least `AT_ONCE`."""
    start, computed, losses = clock(), landscape.computed, landscape.losses.copy()
    walked = np.concatenate(landscape.paths)
    grid = np.stack(np.meshgrid(landscape.a, landscape.b), axis=-1).reshape(-1, 2)
    below = np.concatenate([*landscape.points, grid])
    while computed < len(losses):
        on_plane = slice(*(max(at - len(walked), 0) for at in (computed, computed + AT_ONCE)))
        weights = np.concatenate([walked[computed : computed + AT_ONCE], landscape.plane.at(below[on_plane])])
        yield_if_due()
        losses[computed : computed + len(weights)] = train_losses(run, weights)
        computed += len(weights)
        if clock() - start >= seconds:
            break
    return replace(landscape, losses=losses, computed=computed, seconds=landscape.seconds + clock() - start)


def _frame(points: Array, least: float, side: int) -> tuple[Array, Array]:
    """Axes that hold all points with a margin, and at least [-least, least]."""
    low = np.minimum(points.min(axis=0), -least)
    high = np.maximum(points.max(axis=0), least)
    margin = MARGIN * np.maximum(high - low, 1e-3 * (high - low).max() or 1.0)
    a, b = np.linspace(low - margin, high + margin, side).T
    return a, b
