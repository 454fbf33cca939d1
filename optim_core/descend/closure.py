"""The closure that `torch.optim` evaluates loss and gradient with, and the settings that all lanes of a race share."""

from typing import NamedTuple

import torch

from optim_core.base.time_slices import clock, yield_if_due
from optim_core.descend.noise import GradientNoise
from optim_core.surfaces import AbstractSurface


class RaceSettings(NamedTuple):
    """Settings that all lanes of a race share; `deadline` in seconds of `clock`."""

    surface: AbstractSurface
    steps: int
    noise: GradientNoise
    deadline: float


class OutOfTimeError(Exception):
    """The deadline has passed in the middle of a step."""


class Closure:
    """The closure of `optimizer.step`: computes loss and gradient at the parameters, and counts the evaluations.

    All evaluations of a step use the same noise draw, so that they are a function of the point alone.
    """

    def __init__(self, settings: RaceSettings, param: torch.nn.Parameter) -> None:
        self.settings, self.param, self.grad = settings, param, param.grad
        self.step, self.count = 0, 0

    def __call__(self) -> float:
        yield_if_due()
        if clock() > self.settings.deadline:
            raise OutOfTimeError
        leaf = self.param.detach().requires_grad_()
        loss = self.settings.noise.loss(self.settings.surface, leaf, self.step)
        (grad,) = torch.autograd.grad(loss, leaf)
        self.grad.copy_(grad)  # type: ignore[union-attr]
        self.param.grad = self.grad  # a class of others may have taken it away
        self.count += 1
        return float(loss.detach())
