"""Evidence for findings: a run, with the curvature and the effective learning rates along its path."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optim_core.base.lazy import cached_property
from optim_core.base.result import AbstractResult, Array
from optim_core.explain.step_quantities import effective_lrs
from optim_core.specs import SurfaceRun
from optim_core.specs.metrics import length
from optim_core.specs.results import Trajectory
from optim_core.surfaces import AbstractSurface
from optim_core.surfaces.curvature import slopes_and_hessians

MAX_STEPS = 96
"""The most steps whose curvature is computed; in a longer run they are evenly spread."""
GRID_SIDE = 15
"""Points per axis of the grid that `typical_scales` evaluates."""


@dataclass(frozen=True, kw_only=True)
class Evidence(AbstractResult):
    """One contender's run of n steps, with more about k of them."""

    run: SurfaceRun
    path: Trajectory
    updates: NDArray[np.int64]
    """The sampled steps (k,), counted from 1; the rows of `slope`, `hessian` and `lr` belong to them."""
    slope: Array
    """Gradients of the surface where the steps start (k, 2)."""
    hessian: Array
    """Hessians there (k, 2, 2)."""
    lr: Array
    """Effective learning rates of the steps (k, 2); NaN for an optimizer without a rule."""

    @property
    def steps(self) -> int:
        return self.path.steps

    @property
    def domain_size(self) -> float:
        """The longer edge of the surface's domain."""
        return max(high - low for low, high in self.run.surface.domain)

    @cached_property
    def values(self) -> dict[str, object]:
        """The optimizer's hyperparameters; a scheduled momentum has its median over the run."""
        typical = {name: float(np.median(values)) for name, values in self.path.scheduled.items() if name != "lr"}
        return self.path.optimizer.values() | typical

    @cached_property
    def relative_lr(self) -> Array:
        """Scheduled lr of each step divided by the optimizer's own lr (n,): 1 without a schedule."""
        optimizer, steps = self.path.optimizer, self.steps
        relative_lr: Array = self.path.scheduled.get("lr", np.full(steps, optimizer.lr))[:steps] / optimizer.lr
        return relative_lr

    @cached_property
    def eigen(self) -> tuple[Array, Array]:
        """Eigenvalues (k, 2), ascending, and eigenvectors (k, 2, 2) in columns; NaN where a Hessian is not finite."""
        finite = _all_finite(self.hessian)
        values, vectors = np.linalg.eigh(np.where(finite[:, None, None], self.hessian, 0.0))
        return np.where(finite[:, None], values, np.nan), vectors

    @cached_property
    def load(self) -> Array:
        """lr times sharpness (k,): the largest eigenvalue of √lr H √lr, with `lr` as a diagonal matrix.

        NaN where a Hessian or an effective lr is not finite. Weight decay in the gradient is part of H; decoupled
        weight decay is not.
        """
        hessian = self.hessian + self.penalty * np.eye(2)
        root = np.sqrt(self.lr)
        preconditioned = root[:, :, None] * hessian * root[:, None, :]
        finite = _all_finite(preconditioned)
        largest = np.linalg.eigvalsh(np.where(finite[:, None, None], preconditioned, 0.0))[:, 1]
        return np.where(finite & np.isfinite(largest), largest, np.nan)

    @property
    def penalty(self) -> float:
        """The weight of the term ½ |θ|² that weight decay adds to the loss; 0 if the decay is decoupled."""
        return 0.0 if "decay" in self.computed else float(self.values.get("weight_decay", 0.0))  # type: ignore[arg-type]

    @cached_property
    def computed(self) -> set[str]:
        """Names of the quantities that the optimizer's rule computes; empty without a rule."""
        rule = self.path.optimizer.rule
        return {line.name for line in rule.equations(self.values)} if rule else set()

    @cached_property
    def displacements(self) -> Array:
        """Differences between successive positions (n, 2)."""
        displacements: Array = np.diff(self.path.xy, axis=0)
        return displacements

    @cached_property
    def turn_cosines(self) -> Array:
        """Cosine of the angle between each step and the previous one (n - 1,); NaN where either has length 0."""
        ways = self.displacements / length(self.displacements)[:, None]
        turn_cosines: Array = (ways[1:] * ways[:-1]).sum(axis=1)
        return turn_cosines


def gather(run: SurfaceRun, path: Trajectory) -> Evidence:
    """The evidence for one contender of `run`; its path must have at least one step."""
    updates = np.unique(np.linspace(1, path.steps, min(path.steps, MAX_STEPS)).round().astype(np.int64))
    slope, hessian = slopes_and_hessians(run.surface, path.xy[updates - 1])
    lr = effective_lrs(path, updates)
    lr = np.full_like(slope, np.nan) if lr is None else lr
    return Evidence(run=run, path=path, updates=updates, slope=slope, hessian=hessian, lr=lr)


def _all_finite(matrices: Array) -> NDArray[np.bool_]:
    return np.asarray(np.isfinite(matrices).all(axis=(1, 2)))


def typical_scales(surface: AbstractSurface) -> tuple[float, float]:
    """Typical steep gradient norm and strong curvature of the surface, from a grid of 15 by 15 points.

    Each is the 90th percentile of the values that are at least 1 % of the largest one. NaN if no value is finite.
    """
    x, y = (np.linspace(low, high, GRID_SIDE) for low, high in surface.domain)
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    slope, hessian = slopes_and_hessians(surface, points)
    steep, strong = (_large(sizes) for sizes in (length(slope), np.abs(hessian).max(axis=(1, 2))))
    return steep, strong


def _large(sizes: Array) -> float:
    finite = sizes[np.isfinite(sizes)]
    return float(np.percentile(finite[finite >= 0.01 * finite.max()], 90)) if len(finite) else math.nan
