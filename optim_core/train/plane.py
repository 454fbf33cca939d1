"""A plane through the space of a model's weights, and where paths lie on it; NumPy alone."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optim_core.base.result import AbstractResult, Array

Shapes = Sequence[tuple[int, ...]]
"""The shape of each of a model's parameters, in the order in which they make up a row of flat weights."""


@dataclass(frozen=True, kw_only=True)
class Plane(AbstractResult):
    """The points origin + a u + b v of the weight space; P is the number of weights."""

    origin: Array
    """(P,)"""
    axes: Array
    """u and v as rows (2, P)."""
    explained: float
    """The share of the paths' variance about their mean that lies in directions of the plane, in [0, 1]."""

    def at(self, points: Array) -> Array:
        """Weights (n, P) at coordinates (a, b) (n, 2)."""
        weights: Array = self.origin + points @ self.axes
        return weights

    def project(self, weights: Array) -> Array:
        """The coordinates (n, 2) of the points of the plane that are nearest to `weights` (n, P)."""
        points: Array = (weights - self.origin) @ np.linalg.pinv(self.axes)
        return points


def pca_plane(paths: Sequence[Array]) -> Plane:
    """The plane nearest to all points of all paths (n, P) in the sense of least squares: their two principal axes.

    Every path counts the same, however many points it has. Where the paths lie on a line, v is any direction.
    """
    points = np.concatenate(paths)
    shares = np.concatenate([np.full(len(path), 1 / len(path)) for path in paths])
    origin = np.average(points, axis=0, weights=shares)
    spread = np.sqrt(shares)[:, None] * (points - origin)
    _, mixes = np.linalg.eigh(spread @ spread.T)  # as many numbers as points, far fewer than weights
    axes = _orthonormal(mixes[:, :-3:-1].T @ spread)
    return Plane(origin=origin, axes=axes, explained=explained(axes, paths))


def random_plane(origin: Array, shapes: Shapes, paths: Sequence[Array], seed: int) -> Plane:
    """Two random directions from `origin` (P,), each filter as long as the origin's.

    d ← d / |d| · |θ| for the weights d, θ into one unit or channel; biases and scales stay where they are
    (Li et al., 2018, arXiv:1712.09913).
    """
    draw = np.random.default_rng(seed)
    axes = np.stack([_filterwise(draw.standard_normal(len(origin)), origin, shapes) for _ in range(2)])
    return Plane(origin=origin, axes=axes, explained=explained(axes, paths))


def explained(axes: Array, paths: Sequence[Array]) -> float:
    """The share of the paths' variance that lies in the span of `axes` (2, P); 1 where nothing moves."""
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
