"""What findings are drawn from: a run, and the curvature and effective learning rates along its path."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from optim_core.base.result import AbstractResult, Array
from optim_core.explain.microscope import effective_lrs
from optim_core.specs import SurfaceRun
from optim_core.specs.metrics import length
from optim_core.specs.results import Trajectory
from optim_core.surfaces import AbstractSurface
from optim_core.surfaces.curvature import slopes_and_hessians

MOST_ROWS = 96
"""Steps of a path that are looked at closely; of a longer one, evenly spread ones."""
SIDE = 15


@dataclass(frozen=True, kw_only=True)
class Evidence(AbstractResult):
    """`updates` (k,) are the steps looked at closely, from 1; rows of `slope`, `hessian` and `lr` belong to them."""

    run: SurfaceRun
    path: Trajectory
    updates: NDArray[np.int64]
    slope: Array
    """Gradients where the steps start (k, 2)."""
    hessian: Array
    """Hessians there (k, 2, 2)."""
    lr: Array
    """Effective learning rates of the steps (k, 2); NaN where no rule tells them."""

    @property
    def steps(self) -> int:
        return self.path.steps

    @property
    def span(self) -> float:
        """The longer edge of the surface's domain."""
        return max(high - low for low, high in self.run.surface.domain)

    @cached_property
    def values(self) -> dict[str, object]:
        """The optimizer's hyperparameters; of a momentum that moves, the median."""
        typical = {name: float(np.median(values)) for name, values in self.path.scheduled.items() if name != "lr"}
        return self.path.optimizer.values() | typical

    @cached_property
    def relative_lr(self) -> Array:
        """The lr that each update was made with, over the one that the optimizer has (n,): 1 without a schedule."""
        optimizer, steps = self.path.optimizer, self.steps
        relative_lr: Array = self.path.scheduled.get("lr", np.full(steps, optimizer.lr))[:steps] / optimizer.lr
        return relative_lr

    @cached_property
    def eigen(self) -> tuple[Array, Array]:
        """Eigenvalues (k, 2), ascending, and eigenvectors (k, 2, 2) in columns; NaN where a Hessian is not finite."""
        sound = _sound(self.hessian)
        values, vectors = np.linalg.eigh(np.where(sound[:, None, None], self.hessian, 0.0))
        return np.where(sound[:, None], values, np.nan), vectors

    @cached_property
    def load(self) -> Array:
        """lr times the largest curvature as the optimizer feels it (k,): of √lr H √lr; NaN where there is none.

        A penalty that goes through the gradient adds to the curvature; a decoupled one does not.
        """
        hessian = self.hessian + self.penalty * np.eye(2)
        root = np.sqrt(self.lr)
        felt = root[:, :, None] * hessian * root[:, None, :]
        sound = _sound(felt)
        largest = np.linalg.eigvalsh(np.where(sound[:, None, None], felt, 0.0))[:, 1]
        return np.where(sound & np.isfinite(largest), largest, np.nan)

    @property
    def penalty(self) -> float:
        """The weight of ½ |θ|² that the optimizer adds to the loss; 0 where its decay is decoupled."""
        return 0.0 if "decay" in self.computed else float(self.values.get("weight_decay", 0.0))  # type: ignore[arg-type]

    @cached_property
    def computed(self) -> set[str]:
        """The quantities that the optimizer's rule computes; none where it has no rule."""
        rule = self.path.optimizer.rule
        return {line.name for line in rule.equations(self.values)} if rule else set()

    @cached_property
    def moves(self) -> Array:
        """The steps taken (n, 2)."""
        moves: Array = np.diff(self.path.xy, axis=0)
        return moves

    @cached_property
    def turns(self) -> Array:
        """The cosine between each step and the one before (n - 1,); NaN where one has no length."""
        ways = self.moves / length(self.moves)[:, None]
        turns: Array = (ways[1:] * ways[:-1]).sum(axis=1)
        return turns


def gather(run: SurfaceRun, path: Trajectory) -> Evidence:
    """The evidence of one contender; its path must have a step at least."""
    updates = np.unique(np.linspace(1, path.steps, min(path.steps, MOST_ROWS)).round().astype(np.int64))
    slope, hessian = slopes_and_hessians(run.surface, path.xy[updates - 1])
    lr = effective_lrs(path, updates)
    lr = np.full_like(slope, np.nan) if lr is None else lr
    return Evidence(run=run, path=path, updates=updates, slope=slope, hessian=hessian, lr=lr)


def _sound(matrices: Array) -> NDArray[np.bool_]:
    return np.asarray(np.isfinite(matrices).all(axis=(1, 2)))


def typical_scales(surface: AbstractSurface) -> tuple[float, float]:
    """A steep gradient and a strong curvature of the surface: the 90th percentiles where there is any to speak of.

    NaN where no point looked at has any.
    """
    x, y = (np.linspace(low, high, SIDE) for low, high in surface.domain)
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    slope, hessian = slopes_and_hessians(surface, points)
    steep, strong = (_large(sizes) for sizes in (length(slope), np.abs(hessian).max(axis=(1, 2))))
    return steep, strong


def _large(sizes: Array) -> float:
    finite = sizes[np.isfinite(sizes)]
    return float(np.percentile(finite[finite >= 0.01 * finite.max()], 90)) if len(finite) else math.nan
