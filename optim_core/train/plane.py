"""Planes through the weight space of a model, and the projection of paths onto them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optim_core.base.result import AbstractResult, Array

Shapes = Sequence[tuple[int, ...]]
"""Shapes of a model's parameters, in the order of a row of flat weights."""


@dataclass(frozen=True, kw_only=True)
class Plane(AbstractResult):
    """The points origin + a u + b v of a weight space with P dimensions."""

    origin: Array
    """(P,)"""
    axes: Array
    """u and v as rows (2, P)."""
    explained: float
    """Explained variance: the share of the variance of the paths that lies in the plane, in [0, 1]."""

    def at(self, points: Array) -> Array:
        """Weights (n, P) at the coordinates `points` (n, 2)."""
        weights: Array = self.origin + points @ self.axes
        return weights

    def project(self, weights: Array) -> Array:
        """Coordinates (n, 2) of the points of the plane nearest to `weights` (n, P)."""
        points: Array = (weights - self.origin) @ np.linalg.pinv(self.axes)
        return points


def pca_plane(paths: Sequence[Array]) -> Plane:
    """The plane of the first two principal components of all paths (n, P).

    All paths have the same weight, whatever their number of points. If they lie on a line, v is arbitrary.
    """
    points = np.concatenate(paths)
    shares = np.concatenate([np.full(len(path), 1 / len(path)) for path in paths])
    origin = np.average(points, axis=0, weights=shares)
    spread = np.sqrt(shares)[:, None] * (points - origin)
    _, mixes = np.linalg.eigh(spread @ spread.T)  # (n, n): there are far fewer points than weights
    axes = _orthonormal(mixes[:, :-3:-1].T @ spread)
    return Plane(origin=origin, axes=axes, explained=explained(axes, paths))


def random_plane(origin: Array, shapes: Shapes, paths: Sequence[Array], seed: int) -> Plane:
    """Two random directions from `origin` (P,), normalized per filter (Li et al., 2018, arXiv:1712.09913).

    d ← d / |d| · |θ|, where d and θ are the direction and the origin for the weights into one unit or channel.
    Biases and scales do not move.
    """
    draw = np.random.default_rng(seed)
    axes = np.stack([_filterwise(draw.standard_normal(len(origin)), origin, shapes) for _ in range(2)])
    return Plane(origin=origin, axes=axes, explained=explained(axes, paths))


def explained(axes: Array, paths: Sequence[Array]) -> float:
    """Share of the variance of the paths (n, P) in the span of `axes` (2, P); 1 if no path moves."""
    mean = np.mean([path.mean(axis=0) for path in paths], axis=0)
    basis = _orthonormal(axes)
    total = sum(float(((path - mean) ** 2).sum()) / len(path) for path in paths)
    within = sum(float((((path - mean) @ basis.T) ** 2).sum()) / len(path) for path in paths)
    return min(within / total, 1.0) if total > 0 else 1.0


def _orthonormal(axes: Array) -> Array:
    basis: Array = np.linalg.qr(axes.T)[0].T
    return basis


def _filterwise(direction: Array, origin: Array, shapes: Shapes) -> Array:
    parts, at = [], 0
    for shape in shapes:
        size = int(np.prod(shape))
        drawn, weights = (flat[at : at + size].reshape(shape[0], -1) for flat in (direction, origin))
        lengths = np.linalg.norm(weights, axis=1, keepdims=True) / np.linalg.norm(drawn, axis=1, keepdims=True)
        parts.append((drawn * lengths if len(shape) > 1 else 0 * drawn).ravel())
        at += size
    return np.concatenate(parts)
