"""Memory, time and invariances of an optimizer, measured on this machine with the real torch class."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor
from torch.utils._pytree import tree_leaves

from optim_core.base.result import AbstractResult
from optim_core.descend import descend
from optim_core.optimizers import SGD, AbstractOptimizer
from optim_core.specs import SurfaceRun
from optim_core.surfaces import AbstractSurface, Quadratic, Rosenbrock

SIDE = 100
"""Rows and columns of the matrix that memory and time are measured on."""
ROUNDS, STEPS = 5, 40
"""Repetitions of the time measurement, and steps in each."""
FACTOR, ANGLE = 1_000.0, 45.0
"""Scaling and rotation (degrees) of the surfaces."""
TOLERANCE = 1e-6
"""Paths or losses with a smaller relative difference count as equal."""
LR = 1e-3
FILL_STEPS = 10
"""Steps before memory is counted, after which the history of L-BFGS is full."""
EVALUATIONS = 20
"""Evaluations per step of an optimizer that uses a closure, at most; its runs have this many times fewer steps."""


@dataclass(frozen=True, kw_only=True)
class Measurements(AbstractResult):
    """Costs and invariances of an optimizer at torch's defaults and lr 1e-3."""

    memory: float
    """Numbers of optimizer state per parameter of a matrix."""
    cost: float
    """Time of a step on a 100 x 100 matrix, in units of plain SGD's."""
    scale_gap: float | None
    """Largest difference between the paths on a surface and on 1,000 times the surface, relative to the path's extent.

    Infinite if only one of them stops early. None for an optimizer that does not run on surfaces.
    """
    rotation_gap: float | None
    """Largest difference between the losses on a surface and on the surface rotated by 45°, relative to the first loss.

    Infinite if only one of them stops early. None for an optimizer that does not run on surfaces.
    """

    @property
    def scale_invariant(self) -> bool:
        return self.scale_gap is not None and self.scale_gap < TOLERANCE

    @property
    def rotation_invariant(self) -> bool:
        return self.rotation_gap is not None and self.rotation_gap < TOLERANCE


@dataclass(frozen=True, kw_only=True)
class ScaledRosenbrock(AbstractSurface):
    """Rosenbrock's function times `FACTOR`."""

    f: ClassVar = staticmethod(lambda xy: FACTOR * Rosenbrock()(xy))
    group: ClassVar = Rosenbrock.group
    domain: ClassVar = Rosenbrock.domain
    start: ClassVar = Rosenbrock.start


def measure(cls: type[AbstractOptimizer]) -> Measurements:
    """Measurements of `cls`; they take about 0.1 s."""
    optimizer = cls(lr=LR)
    return Measurements(
        memory=_memory(optimizer),
        cost=_cost(optimizer),
        scale_gap=_scale_gap(optimizer) if optimizer.param_requirement is None else None,
        rotation_gap=_rotation_gap(optimizer) if optimizer.param_requirement is None else None,
    )


def _memory(optimizer: AbstractOptimizer) -> float:
    param = _param(optimizer)
    torch_optimizer, step = _stepper(optimizer, param)
    for _ in range(FILL_STEPS):
        step()
    state = {name: value for name, value in torch_optimizer.state[param].items() if name not in optimizer.shared}
    tensors = [value for value in tree_leaves(state) if isinstance(value, Tensor)]
    return sum(value.numel() for value in tensors if value.dim()) / param.numel()


def _stepper(
    optimizer: AbstractOptimizer, param: torch.nn.Parameter
) -> tuple[torch.optim.Optimizer, Callable[[], Any]]:
    """The torch optimizer and a function that makes one step, with the loss of a bowl as closure if it uses one."""
    torch_optimizer = optimizer.build([param])
    curvature = torch.linspace(0.1, 1.0, len(param))

    def bowl() -> float:
        param.grad = curvature * param.detach()
        return 0.5 * float((param.grad * param.detach()).sum())

    return torch_optimizer, partial(torch_optimizer.step, bowl) if optimizer.uses_closure else torch_optimizer.step


def _cost(optimizer: AbstractOptimizer) -> float:
    """Ratio of the shortest times; the two optimizers alternate, so that a busy machine slows both."""
    count = _steps(optimizer, STEPS)
    steps = [_stepper(one, _param(one))[1] for one in (optimizer, SGD(lr=LR))]
    best = [math.inf, math.inf]
    for _ in range(ROUNDS):
        for index, step in enumerate(steps):
            start = time.perf_counter()
            for _ in range(count):
                step()
            best[index] = min(best[index], time.perf_counter() - start)
    return best[0] / best[1]


def _steps(optimizer: AbstractOptimizer, count: int) -> int:
    return count // EVALUATIONS if optimizer.uses_closure else count


def _param(optimizer: AbstractOptimizer) -> torch.nn.Parameter:
    """A random matrix with a random gradient, in sparse format with all its rows if the optimizer requires that."""
    generator = torch.Generator().manual_seed(0)
    param = torch.nn.Parameter(torch.randn(SIDE, SIDE, generator=generator))
    grad = torch.randn(SIDE, SIDE, generator=generator)
    param.grad = grad.to_sparse(1) if optimizer.param_requirement and optimizer.param_requirement.sparse else grad
    return param


def _scale_gap(optimizer: AbstractOptimizer) -> float:
    plain = SurfaceRun(surface=Rosenbrock(), optimizers=(optimizer,), steps=_steps(optimizer, 200))
    (one,), (other,) = descend(plain), descend(replace(plain, surface=ScaledRosenbrock()))
    if one.steps != other.steps:
        return math.inf
    extent = np.abs(one.xy - one.xy[0]).max()
    return float(np.abs(one.xy - other.xy).max() / extent)


def _rotation_gap(optimizer: AbstractOptimizer) -> float:
    # Weight decay pulls toward the origin, which a rotation about it leaves in place.
    unrotated = SurfaceRun(
        surface=Quadratic(), optimizers=(replace(optimizer, lr=10 * LR),), steps=_steps(optimizer, 200)
    )
    rotated = replace(unrotated, surface=Quadratic(rotation=ANGLE), start=_rotated(unrotated.start))
    (one,), (other,) = descend(unrotated), descend(rotated)
    return float((np.abs(one.loss - other.loss) / one.loss[0]).max()) if one.steps == other.steps else math.inf


def _rotated(point: tuple[float, float]) -> tuple[float, float]:
    c, s = math.cos(math.radians(ANGLE)), math.sin(math.radians(ANGLE))
    return c * point[0] - s * point[1], s * point[0] + c * point[1]
