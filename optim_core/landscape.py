"""The training loss on a plane through weight space, in chunks that any process can take up, beside true losses."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from optim_core.networks import shapes, train_losses
from optim_core.plane import Plane, pca_plane, random_plane
from optim_core.results import AbstractResult, Array
from optim_core.specs import ModelRun
from optim_core.views import SIDE

SECONDS = 30.0
"""What a whole landscape may take."""
AT_ONCE = 16
"""Networks evaluated together."""
MARGIN = 0.15
"""Room around the paths, as a share of their extent."""

Kind = Literal["pca", "random"]


@dataclass(frozen=True, kw_only=True)
class Landscape(AbstractResult):
    """Losses z (side, side) over a (side,) and b (side,), z[j, i] at (a[i], b[j]); the first `known` are computed."""

    plane: Plane
    a: Array
    b: Array
    z: Array
    known: int
    """The points of `z`, row by row, that are computed; the others are NaN."""
    points: tuple[Array, ...]
    """Each path's coordinates on the plane (n, 2)."""
    true: tuple[Array, ...]
    """The loss of the path's weights (n,)."""
    flat: tuple[Array, ...]
    """The loss at the point of the plane nearest to them (n,)."""
    seconds: float
    """That it has taken."""

    @property
    def progress(self) -> float:
        """The share of `z` that is known."""
        return self.known / self.z.size

    @property
    def ended(self) -> bool:
        """Whether all is known, or as much as there was time for."""
        return self.known == self.z.size or self.seconds >= SECONDS


def begin(run: ModelRun, paths: Sequence[Array], sound: Sequence[bool], kind: Kind, side: int) -> Landscape:
    """The plane of some contenders' paths, each finite weights (n, P), with the true losses along them.

    `sound` says who has not diverged: only those shape the plane and its frame, unless there is none.
    The random plane lies through the last weights of the sound path with the lowest loss.
    """
    start, side = time.monotonic(), SIDE.check(side, "landscape.side")
    true = tuple(_losses(run, path) for path in paths)
    held = [i for i, good in enumerate(sound) if good] or list(range(len(paths)))
    best = min(held, key=lambda i: float(np.nan_to_num(true[i][-1], nan=np.inf)))
    shaping = [paths[i] for i in held]
    if kind == "pca":
        plane = pca_plane(shaping)
    else:
        plane = random_plane(paths[best][-1], tuple(shapes(run).values()), shaping, run.seed)
    points = tuple(plane.project(path) for path in paths)
    a, b = _frame(np.concatenate([points[i] for i in held]), 1.0 if kind == "random" else 0.0, side)
    flat = tuple(_losses(run, plane.at(each)) for each in points)
    empty = np.full((side, side), np.nan)
    taken = time.monotonic() - start
    return Landscape(plane=plane, a=a, b=b, z=empty, known=0, points=points, true=true, flat=flat, seconds=taken)


def advance(run: ModelRun, landscape: Landscape, seconds: float) -> Landscape:
    """As many further points as begin within `seconds`, at least `AT_ONCE`."""
    start, known, z = time.monotonic(), landscape.known, landscape.z.ravel().copy()
    grid = np.stack(np.meshgrid(landscape.a, landscape.b), axis=-1).reshape(-1, 2)
    while known < len(z):
        part = grid[known : known + AT_ONCE]
        z[known : known + len(part)] = train_losses(run, landscape.plane.at(part))
        known += len(part)
        if time.monotonic() - start >= seconds:
            break
    taken = landscape.seconds + time.monotonic() - start
    return replace(landscape, z=z.reshape(landscape.z.shape), known=known, seconds=taken)


def _losses(run: ModelRun, weights: Array) -> Array:
    parts = [train_losses(run, weights[i : i + AT_ONCE]) for i in range(0, len(weights), AT_ONCE)]
    return np.concatenate(parts)


def _frame(points: Array, least: float, side: int) -> tuple[Array, Array]:
    """Axes that hold all points with a margin, and at least [-least, least]."""
    low = np.minimum(points.min(axis=0), -least)
    high = np.maximum(points.max(axis=0), least)
    margin = MARGIN * np.maximum(high - low, 1e-3 * (high - low).max() or 1.0)
    a, b = np.linspace(low - margin, high + margin, side).T
    return a, b
