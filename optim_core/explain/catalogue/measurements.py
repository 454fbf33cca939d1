"""What can be measured of an optimizer, measured now, on this machine, with the real torch class."""

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
ROUNDS, STEPS = 5, 40
FACTOR, TURN = 1_000.0, 45.0
SAME = 1e-6
"""Paths and losses that differ by less than this share are taken to be the same."""
LR = 1e-3
FULL = 10
"""Steps after which what a history can hold has been gathered."""
MOVES = 20
"""Evaluations per step of an optimizer that uses a closure, at most; its runs have this many times fewer steps."""


@dataclass(frozen=True, kw_only=True)
class Measurements(AbstractResult):
    """Costs and invariances of an optimizer at torch's defaults and lr 1e-3."""

    memory: float
    """Numbers kept for each parameter of a matrix, beside the parameter and its gradient."""
    cost: float
    """Time of a step on a 100 x 100 matrix, as a multiple of plain SGD's."""
    scale_gap: float | None
    """Between the paths on a surface and on one 1,000 times as high, as a share of the way; infinite if one stops.

    This and the next are None for those that cannot be on a surface.
    """
    rotation_gap: float | None
    """Between the losses on a surface and on one turned by 45 degrees, as a share; infinite where one stops."""

    @property
    def scale_invariant(self) -> bool:
        return self.scale_gap is not None and self.scale_gap < SAME

    @property
    def rotation_invariant(self) -> bool:
        return self.rotation_gap is not None and self.rotation_gap < SAME


@dataclass(frozen=True, kw_only=True)
class Raised(AbstractSurface):
    """Rosenbrock's valley times `FACTOR`."""

    f: ClassVar = staticmethod(lambda xy: FACTOR * Rosenbrock()(xy))
    group: ClassVar = Rosenbrock.group
    domain: ClassVar = Rosenbrock.domain
    start: ClassVar = Rosenbrock.start


def measure(cls: type[AbstractOptimizer]) -> Measurements:
    """Measure `cls`; takes about a tenth of a second."""
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
    for _ in range(FULL):
        step()
    own = {name: value for name, value in torch_optimizer.state[param].items() if name not in optimizer.shared}
    kept = [value for value in tree_leaves(own) if isinstance(value, Tensor)]
    return sum(value.numel() for value in kept if value.dim()) / param.numel()


def _stepper(
    optimizer: AbstractOptimizer, param: torch.nn.Parameter
) -> tuple[torch.optim.Optimizer, Callable[[], Any]]:
    """The torch optimizer and its step, with evaluations on a bowl where it asks for them."""
    real = optimizer.build([param])
    curvature = torch.linspace(0.1, 1.0, len(param))

    def bowl() -> float:
        param.grad = curvature * param.detach()
        return 0.5 * float((param.grad * param.detach()).sum())

    return real, partial(real.step, bowl) if optimizer.uses_closure else real.step


def _cost(optimizer: AbstractOptimizer) -> float:
    """The two take turns, so that a busy machine slows both."""
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
    return count // MOVES if optimizer.uses_closure else count


def _param(optimizer: AbstractOptimizer) -> torch.nn.Parameter:
    """A matrix with a gradient, of which every row is there where it has to be sparse."""
    generator = torch.Generator().manual_seed(0)
    param = torch.nn.Parameter(torch.randn(SIDE, SIDE, generator=generator))
    grad = torch.randn(SIDE, SIDE, generator=generator)
    param.grad = grad.to_sparse(1) if optimizer.param_requirement and optimizer.param_requirement.sparse else grad
    return param


def _scale_gap(optimizer: AbstractOptimizer) -> float:
    plain = SurfaceRun(surface=Rosenbrock(), optimizers=(optimizer,), steps=_steps(optimizer, 200))
    (one,), (other,) = descend(plain), descend(replace(plain, surface=Raised()))
    if one.steps != other.steps:
        return math.inf
    travelled = np.abs(one.xy - one.xy[0]).max()
    return float(np.abs(one.xy - other.xy).max() / travelled)


def _rotation_gap(optimizer: AbstractOptimizer) -> float:
    # the decay pulls towards the origin, which a turn around it leaves in place
    straight = SurfaceRun(
        surface=Quadratic(), optimizers=(replace(optimizer, lr=10 * LR),), steps=_steps(optimizer, 200)
    )
    turned = replace(straight, surface=Quadratic(rotation=TURN), start=_turn(straight.start))
    (one,), (other,) = descend(straight), descend(turned)
    return float((np.abs(one.loss - other.loss) / one.loss[0]).max()) if one.steps == other.steps else math.inf


def _turn(point: tuple[float, float]) -> tuple[float, float]:
    c, s = math.cos(math.radians(TURN)), math.sin(math.radians(TURN))
    return c * point[0] - s * point[1], s * point[0] + c * point[1]
