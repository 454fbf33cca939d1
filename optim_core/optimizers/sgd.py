"""Stochastic gradient descent, with momentum and Nesterov's look-ahead."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch

from optim_core.errors import SpecError
from optim_core.hyper import Flag, Real
from optim_core.optimizers.base import AbstractOptimizer, LearningRate, Maximize, Momentum, WeightDecay


@dataclass(frozen=True, kw_only=True)
class SGD(AbstractOptimizer):
    """Gradient descent (Robbins & Monro, 1951) with heavy-ball momentum (Polyak, 1964), as `torch.optim.SGD`.

    b ← μ b + (1 − τ) g,  θ ← θ − η b;  the first step takes b = g.
    """

    torch_class: ClassVar = torch.optim.SGD
    buffers: ClassVar = ("momentum_buffer",)

    lr: LearningRate = 1e-3
    momentum: Momentum = 0.0
    dampening: Annotated[float, Real("τ", 0.0, 1.0)] = 0.0
    weight_decay: WeightDecay = 0.0
    nesterov: Annotated[bool, Flag()] = False
    maximize: Maximize = False

    def check_together(self) -> None:
        if self.nesterov and (self.momentum == 0 or self.dampening != 0):
            raise SpecError("SGD.nesterov", "nesterov", momentum=self.momentum, dampening=self.dampening)
