"""Metrics of a trajectory; pure functions of it and its surface."""

import numpy as np
import torch

from optim_core.base.result import Array
from optim_core.specs.results import Trajectory
from optim_core.surfaces import AbstractSurface


def gradient_norm(trajectory: Trajectory) -> Array:
    """Euclidean norm of the exact gradient at each point (n + 1,)."""
    return length(trajectory.grad)


def step_length(trajectory: Trajectory) -> Array:
    """Euclidean length of each update (n,)."""
    with np.errstate(over="ignore", invalid="ignore"):
        return length(np.diff(trajectory.xy, axis=0))


def path_length(trajectory: Trajectory) -> float:
    """Sum of all step lengths."""
    with np.errstate(over="ignore"):
        return float(step_length(trajectory).sum())


def nearest_minima(trajectory: Trajectory, surface: AbstractSurface) -> Array:
    """The known minimizer nearest to each point (n + 1, 2); NaN if none is known."""
    return surface.nearest_minimum(torch.tensor(trajectory.xy)).numpy()


def distance_to_minimum(trajectory: Trajectory, surface: AbstractSurface) -> Array:
    """Distance of each point from the nearest known minimizer (n + 1,); NaN if none is known."""
    with np.errstate(over="ignore", invalid="ignore"):
        return length(trajectory.xy - nearest_minima(trajectory, surface))


def gap(trajectory: Trajectory, surface: AbstractSurface) -> Array:
    """Loss minus the global minimum of the surface (n + 1,); NaN if none is known."""
    lowest = surface.lowest
    with np.errstate(over="ignore", invalid="ignore"):
        gaps: Array = trajectory.loss - (np.nan if lowest is None else lowest)
    return gaps


def steps_to(trajectory: Trajectory, surface: AbstractSurface, share: float) -> int | None:
    """The first step at which the gap is at most `share` of the start's gap; None if there is no such step.

    Also None if the start lies below the known minimum, which is possible outside the plotted domain.
    """
    gaps = gap(trajectory, surface)
    reached = np.flatnonzero((gaps <= share * gaps[0]) & (gaps[0] >= 0))
    return int(reached[0]) if len(reached) else None


def length(vectors: Array) -> Array:
    """Euclidean length (...) of vectors (..., 2), without overflow or underflow of squares."""
    with np.errstate(over="ignore"):
        found: Array = np.hypot(vectors[..., 0], vectors[..., 1])
    return found
