"""Races of the real `torch.optim` optimizers on a surface, in float64."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import Tensor

from optim_core.base.callable_module import make_callable
from optim_core.base.errors import SpecError, check_instance
from optim_core.base.first_use import load_optimizers
from optim_core.base.result import Status
from optim_core.base.time_slices import clock, yield_if_due
from optim_core.descend.closure import RaceSettings
from optim_core.descend.gradient import GradientEvaluator, gradient_evaluator
from optim_core.descend.noise import GradientNoise, gradient_noise
from optim_core.descend.runner import Lane, RaceRecord
from optim_core.optimizers import AbstractOptimizer
from optim_core.specs import SURFACE_SECONDS, SurfaceRun
from optim_core.specs.results import Trajectory
from optim_core.surfaces import AbstractSurface


def descend(run: SurfaceRun, seconds: float = SURFACE_SECONDS) -> tuple[Trajectory, ...]:
    """Run the optimizers of `run` for at most `seconds` of working time; one trajectory each, in their order.

    Nothing is clipped: a diverging optimizer stops at its last finite point, and its status says so.
    SpecError "start_not_finite" if loss or gradient is not finite at the start.
    """
    check_instance(run, SurfaceRun, "run")
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
    noise: GradientNoise,
    seconds: float,
) -> tuple[Trajectory, ...]:
    """Run K optimizers, each from its row of `starts` (K, 2).

    One backward pass per step yields the gradients of all rows; each optimizer then steps on its own row. An optimizer
    with a closure evaluates its row alone. A start without finite loss and gradient gives a trajectory without points.
    """
    load_optimizers()
    settings = RaceSettings(surface, steps, noise, clock() + seconds)
    with gradient_evaluator(torch.tensor(np.array(starts, dtype=np.float64)), surface) as evaluator:
        optimizer_grad = evaluator.grad if noise.silent else torch.empty_like(evaluator.grad)
        pairs = zip(evaluator.xy, optimizer_grad, optimizers, strict=True)
        lanes = [Lane(settings, index, *of_one) for index, of_one in enumerate(pairs)]
        record = RaceRecord(steps, len(lanes))
        with np.errstate(all="ignore"):
            _run(settings, lanes, record, evaluator, optimizer_grad)
        return tuple(lane.result(record) for lane in lanes)


def _run(
    settings: RaceSettings, lanes: list[Lane], record: RaceRecord, evaluator: GradientEvaluator, optimizer_grad: Tensor
) -> None:
    """Let the lanes step, on gradients that are put into `given`, until all have stopped or done their steps."""
    positions, losses, gradients = evaluator.xy.numpy(), evaluator.loss.numpy(), evaluator.grad.numpy()
    alive = lanes
    for step in range(settings.steps + 1):
        yield_if_due()
        evaluator()
        record.store(step, positions, losses, gradients)
        if optimizer_grad is not evaluator.grad:
            added = settings.noise.added(settings.surface, evaluator.xy, evaluator.grad, step)
            torch.add(evaluator.grad, added, out=optimizer_grad)
            record.noise[step] = added.numpy()
        values, grads = losses.tolist(), gradients.tolist()
        alive = [lane for lane in alive if lane.check_point(step, values[lane.index], grads[lane.index])]
        if not alive or step == settings.steps:
            return
        if clock() > settings.deadline:
            for lane in alive:
                lane.stop(step, Status.OUT_OF_TIME, keep_point=True)
            return
        for lane in alive:
            lane.update(step + 1, values[lane.index])


make_callable(descend)
