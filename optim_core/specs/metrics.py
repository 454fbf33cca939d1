"""Metrics of a trajectory; pure functions of it and its surface."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from optim_core.base.result import Array
from optim_core.specs.ranking import AT_MINIMUM, loss_rounding
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
    """The first step from which on the gap stays at most `share` of the start's gap; None if there is no such step.

    A gap within rounding counts as 0.
    Also None for a run without a result, and if the start lies below the known minimum, which is possible outside the
    plotted domain.
    """
    return arrival(_within(trajectory, surface, share)) if trajectory.status.has_result else None


def first_touch(trajectory: Trajectory, surface: AbstractSurface, share: float) -> int | None:
    """The first step at which the gap is at most `share` of the start's gap, even if it grows again; None as above."""
    touched = np.flatnonzero(_within(trajectory, surface, share))
    return int(touched[0]) if len(touched) and trajectory.status.has_result else None


def _within(trajectory: Trajectory, surface: AbstractSurface, share: float) -> NDArray[np.bool_]:
    """Whether the gap at each point is at most `share` of the start's gap, or 0 but for rounding (n + 1,)."""
    gaps, rounding = gap(trajectory, surface), loss_rounding(surface)
    within: NDArray[np.bool_] = (gaps <= max(share * gaps[0], rounding)) & (gaps[0] >= -rounding)
    return within


def arrival(within: NDArray[np.bool_]) -> int | None:
    """The first index from which on `within` (n,) is true up to its end; None if its last value is false."""
    if not len(within) or not within[-1]:
        return None
    outside = np.flatnonzero(~within)
    return int(outside[-1]) + 1 if len(outside) else 0


def same_paths(trajectories: Sequence[Trajectory], surface: AbstractSurface) -> tuple[int | None, ...]:
    """For each trajectory the index of the first one with the same points; None for that one itself, or if none has.

    Points are the same up to `AT_MINIMUM` of the frame's diagonal.
    """
    reach = AT_MINIMUM * float(length(np.ptp(surface.domain, axis=1)))

    def same(one: Trajectory, other: Trajectory) -> bool:
        if one.xy.shape != other.xy.shape:
            return False
        with np.errstate(over="ignore", invalid="ignore"):
            return bool((np.abs(one.xy - other.xy) <= reach).all())

    pairs = enumerate(trajectories)
    return tuple(next((k for k in range(i) if same(one, trajectories[k])), None) for i, one in pairs)


def length(vectors: Array) -> Array:
    """Euclidean length (...) of vectors (..., 2), without overflow or underflow of squares."""
    with np.errstate(over="ignore"):
        found: Array = np.hypot(vectors[..., 0], vectors[..., 1])
    return found
