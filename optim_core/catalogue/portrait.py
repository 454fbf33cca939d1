"""What can be measured of an optimizer, measured now, on this machine, with the real torch class."""

import math
import time
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import torch
from torch import Tensor

from optim_core.descend import descend
from optim_core.optimizers import SGD, AbstractOptimizer
from optim_core.results import AbstractResult
from optim_core.specs import SurfaceRun
from optim_core.surfaces import AbstractSurface, Quadratic, Rosenbrock

PARAMETERS = 10_000
ROUNDS, STEPS = 5, 40
FACTOR, TURN = 1_000.0, 45.0
SAME = 1e-6
"""Paths and losses that differ by less than this share are taken to be the same."""
LR = 1e-3


@dataclass(frozen=True, kw_only=True)
class Portrait(AbstractResult):
    """Costs and invariances of an optimizer at torch's defaults and lr 1e-3."""

    memory: float
    """Numbers kept for each parameter, beside the parameter and its gradient."""
    cost: float
    """Time of a step on 10,000 parameters, as a multiple of plain SGD's."""
    scale_gap: float
    """Between the paths on a surface and on one 1,000 times as high, as a share of the way; infinite if one stops."""
    rotation_gap: float
    """Between the losses on a surface and on one turned by 45 degrees, as a share; infinite where one stops."""

    @property
    def scale_invariant(self) -> bool:
        return self.scale_gap < SAME

    @property
    def rotation_invariant(self) -> bool:
        return self.rotation_gap < SAME


@dataclass(frozen=True, kw_only=True)
class Raised(AbstractSurface):
    """Rosenbrock's valley times `FACTOR`."""

    f: ClassVar = staticmethod(lambda xy: FACTOR * Rosenbrock()(xy))
    group: ClassVar = Rosenbrock.group
    domain: ClassVar = Rosenbrock.domain
    start: ClassVar = Rosenbrock.start


def portrait(cls: type[AbstractOptimizer]) -> Portrait:
    """Measure `cls`; takes about a tenth of a second."""
    optimizer = cls(lr=LR)
    return Portrait(
        memory=_memory(optimizer),
        cost=_cost(optimizer),
        scale_gap=_scale_gap(optimizer),
        rotation_gap=_rotation_gap(optimizer),
    )


def _memory(optimizer: AbstractOptimizer) -> float:
    param = _param()
    torch_optimizer = optimizer.build([param])
    torch_optimizer.step()
    kept = [value for value in torch_optimizer.state[param].values() if isinstance(value, Tensor)]
    return sum(value.numel() for value in kept if value.dim()) / param.numel()


def _cost(optimizer: AbstractOptimizer) -> float:
    """The two take turns, so that a busy machine slows both."""
    steps = [one.build([_param()]).step for one in (optimizer, SGD(lr=LR))]
    best = [math.inf, math.inf]
    for _ in range(ROUNDS):
        for index, step in enumerate(steps):
            start = time.perf_counter()
            for _ in range(STEPS):
                step()
            best[index] = min(best[index], time.perf_counter() - start)
    return best[0] / best[1]


def _param() -> torch.nn.Parameter:
    generator = torch.Generator().manual_seed(0)
    param = torch.nn.Parameter(torch.randn(PARAMETERS, generator=generator))
    param.grad = torch.randn(PARAMETERS, generator=generator)
    return param


def _scale_gap(optimizer: AbstractOptimizer) -> float:
    plain = SurfaceRun(surface=Rosenbrock(), optimizers=(optimizer,), steps=200)
    (one,), (other,) = descend(plain), descend(replace(plain, surface=Raised()))
    if one.steps != other.steps:
        return math.inf
    travelled = np.abs(one.xy - one.xy[0]).max()
    return float(np.abs(one.xy - other.xy).max() / travelled)


def _rotation_gap(optimizer: AbstractOptimizer) -> float:
    # the decay pulls towards the origin, which a turn around it leaves in place
    straight = SurfaceRun(surface=Quadratic(), optimizers=(replace(optimizer, lr=10 * LR),), steps=200)
    turned = replace(straight, surface=Quadratic(rotation=TURN), start=_turn(straight.start))
    (one,), (other,) = descend(straight), descend(turned)
    return float((np.abs(one.loss - other.loss) / one.loss[0]).max()) if one.steps == other.steps else math.inf


def _turn(point: tuple[float, float]) -> tuple[float, float]:
    c, s = math.cos(math.radians(TURN)), math.sin(math.radians(TURN))
    return c * point[0] - s * point[1], s * point[0] + c * point[1]
