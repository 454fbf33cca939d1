"""Many runs at once: sweeps over hyperparameters and starts, maps, equal-budget races, multistarts and studies."""

import math
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from optim_core.base.callable_module import make_callable
from optim_core.base.errors import SpecError, check_instance
from optim_core.base.hyper import hypers
from optim_core.base.result import AbstractResult, Array, Status
from optim_core.descend.noise import gradient_noise
from optim_core.specs import SWEEP_SECONDS, Sweep
from optim_core.specs.metrics import length
from optim_core.specs.views import SurfaceView
from optim_core.sweep.arrivals import NEVER
from optim_core.sweep.batched_runs import run_lanes
from optim_core.sweep.monitor import STATUSES, LaneRun

TARGET = hypers(SurfaceView)["target"]
TARGETS: tuple[float, ...] = tuple(reversed(TARGET.ticks))  # type: ignore[attr-defined]
"""The targets whose arrival a sweep records, descending."""
ARRIVAL_SHARE = 0.01
"""A run has reached a minimum if it ends within this share of the plot box's diagonal from it."""


@dataclass(frozen=True, kw_only=True)
class SweepResult(AbstractResult):
    """How the runs of a sweep ended. The shape (...) of every array is `spec.shape`, one dimension per axis.

    A diverged run has the values of its last finite point, as in a `Trajectory`, or NaN if no point was finite.
    """

    spec: Sweep
    final_loss: Array
    best_loss: Array
    final_xy: Array
    """The last point (..., 2)."""
    status: NDArray[np.object_]
    """`Status` of each run (...)."""
    stopped_at: NDArray[np.int16]
    """The step at which a run was stopped (...); -1 if it did all its steps."""
    targets: tuple[float, ...]
    arrival: NDArray[np.int16]
    """The first step from which on the gap to the minimum stays at most each target times the start's (targets, ...).

    -1 where there is none, and for runs without a result.
    """

    def steps_to(self, target: float) -> NDArray[np.int16]:
        """The first step from which on the gap stays at most `target` times the start's (...); -1 if there is none.

        A recorded target is looked up, any other costs another sweep. SpecError unless `target` is in (0, 1].
        """
        target = TARGET.check(target, "SweepResult.target")
        if target not in self.targets:
            return sweep(self.spec, targets=(target,)).steps_to(target)
        steps: NDArray[np.int16] = self.arrival[self.targets.index(target)]
        return steps

    @property
    def diverged(self) -> NDArray[np.bool_]:
        """Whether each run diverged (...)."""
        statuses: list[Status] = self.status.ravel().tolist()
        return np.array([status.diverged for status in statuses]).reshape(self.status.shape)

    @property
    def nearest_minimum(self) -> NDArray[np.intp]:
        """Index of the known minimum nearest to the last point (...); -1 if there is none, or no result."""
        statuses: list[Status] = self.status.ravel().tolist()
        has_result = np.array([status.has_result for status in statuses]).reshape(self.status.shape)
        return np.where(has_result, self._distances.argmin(-1), NEVER) if self.spec.surface.minima else self._never

    @property
    def reached_minimum(self) -> NDArray[np.intp]:
        """`nearest_minimum` (...) where the last point is within `ARRIVAL_SHARE` of the diagonal; -1 elsewhere."""
        if not self.spec.surface.minima:
            return self._never
        box = length(np.ptp(self.spec.surface.domain, axis=1))
        return np.where(self._distances.min(-1) <= ARRIVAL_SHARE * box, self.nearest_minimum, NEVER)

    @property
    def _never(self) -> NDArray[np.intp]:
        return np.full(self.spec.shape, NEVER)

    @property
    def _distances(self) -> Array:
        return length(
            self.final_xy[..., None, :] - self.spec.surface.nearest_points(torch.tensor(self.final_xy)).numpy()
        )


def sweep(spec: Sweep, seconds: float = SWEEP_SECONDS, targets: tuple[float, ...] = TARGETS) -> SweepResult:
    """Run every cell of `spec` in float64, as `descend` would, for at most `seconds` of wall-clock time.

    `targets`, descending, are the shares of the start's gap whose arrival is recorded. SpecError
    (`start_not_finite`) if no cell has a finite loss and gradient at its start.
    """
    check_instance(spec, Sweep, "spec")
    grid = np.meshgrid(*(axis.values for axis in spec.axes), indexing="ij")
    lanes = {axis.name: values.ravel() for axis, values in zip(spec.axes, grid, strict=True)}
    start = np.empty((math.prod(spec.shape), 2))
    for index, name in enumerate(("start.x", "start.y")):
        start[:, index] = lanes.pop(name, spec.start[index])
    noise = gradient_noise(spec).draws if spec.noise else None
    run = LaneRun(surface=spec.surface, optimizer=spec.optimizer, steps=spec.steps, noise=noise, targets=targets)
    results = run_lanes(run, start, lanes, seconds)
    if (results.stopped_at == 0).all() and np.isnan(results.final_loss).all():
        raise SpecError("Sweep.start", "start_not_finite", got=spec.start)
    return SweepResult(
        spec=spec,
        final_loss=results.final_loss.reshape(spec.shape),
        best_loss=results.best_loss.reshape(spec.shape),
        final_xy=results.final_xy.reshape(*spec.shape, 2),
        status=STATUSES[results.code].reshape(spec.shape),
        stopped_at=results.stopped_at.reshape(spec.shape),
        targets=targets,
        arrival=np.ascontiguousarray(results.arrival.T).reshape(len(targets), *spec.shape),
    )


make_callable(sweep)
