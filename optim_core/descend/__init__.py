"""A race on a surface, made by the real `torch.optim` classes in float64."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import Tensor

from optim_core.base.errors import SpecError
from optim_core.base.result import Status
from optim_core.base.time_slices import clock, yield_if_due
from optim_core.descend.gradient import Slope, slope_from
from optim_core.descend.noise import Noise, gradient_noise
from optim_core.descend.runner import Course, Lane, Record
from optim_core.optimizers import AbstractOptimizer
from optim_core.specs import SURFACE_SECONDS, SurfaceRun
from optim_core.specs.results import Trajectory
from optim_core.surfaces import AbstractSurface


def descend(run: SurfaceRun, seconds: float = SURFACE_SECONDS) -> tuple[Trajectory, ...]:
    """Run every optimizer of `run`, in its order, for at most `seconds` of wall-clock time.

    Nothing is clipped: a run that diverges stops, keeps its finite points and says so in its status.
    SpecError if the surface has no finite value and gradient at the start.
    """
    starts = [run.start] * len(run.optimizers)
    paths = descend_from(starts, run.surface, run.optimizers, run.steps, gradient_noise(run), seconds)
    if any(not len(path.loss) for path in paths):
        raise SpecError("SurfaceRun.start", "start_not_finite", got=run.start)
    return paths


def descend_from(
    starts: ArrayLike,
    surface: AbstractSurface,
    optimizers: Sequence[AbstractOptimizer],
    steps: int,
    noise: Noise,
    seconds: float,
) -> tuple[Trajectory, ...]:
    """Run each optimizer from its own row of `starts` (K, 2); one that is not finite leaves a path without a point.

    One backward pass a step yields the gradients of all rows; each optimizer then steps on its own row. Those that
    evaluate the loss themselves do so one by one.
    """
    course = Course(surface, steps, noise, clock() + seconds)
    with slope_from(torch.tensor(np.array(starts, dtype=np.float64)), surface) as slope:
        given = slope.grad if noise.silent else torch.empty_like(slope.grad)
        pairs = zip(slope.xy, given, optimizers, strict=True)
        lanes = [Lane(course, index, *of_one) for index, of_one in enumerate(pairs)]
        record = Record(steps, len(lanes))
        with np.errstate(all="ignore"):
            _run(course, lanes, record, slope, given)
        return tuple(lane.result(record) for lane in lanes)


def _run(course: Course, lanes: list[Lane], record: Record, slope: Slope, given: Tensor) -> None:
    """Let the lanes step, on gradients that are put into `given`, until all have stopped or done their steps."""
    positions, losses, slopes = slope.xy.numpy(), slope.loss.numpy(), slope.grad.numpy()
    alive = lanes
    for step in range(course.steps + 1):
        yield_if_due()
        slope()
        record.keep(step, positions, losses, slopes)
        if given is not slope.grad:
            added = course.noise.added(course.surface, slope.xy, slope.grad, step)
            torch.add(slope.grad, added, out=given)
            record.noise[step] = added.numpy()
        values, grads = losses.tolist(), slopes.tolist()
        alive = [lane for lane in alive if lane.goes_on(step, values[lane.index], grads[lane.index])]
        if not alive or step == course.steps:
            return
        if clock() > course.deadline:
            for lane in alive:
                lane.stop(step, Status.OUT_OF_TIME, keep=True)
            return
        for lane in alive:
            lane.update(step + 1, values[lane.index])
