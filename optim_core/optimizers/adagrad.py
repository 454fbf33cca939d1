"""Adaptive gradient."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch

from optim_core.hyper import Real
from optim_core.optimizers.base import AbstractOptimizer, Epsilon, LearningRate, Maximize, WeightDecay


@dataclass(frozen=True, kw_only=True)
class Adagrad(AbstractOptimizer):
    """Gradient over the root of the sum of all its squares (Duchi, Hazan & Singer, 2011), as `torch.optim.Adagrad`.

    s ← s + g²,  θ ← θ − η / (1 + (t − 1) δ) · g / (√s + ε)
    """

    torch_class: ClassVar = torch.optim.Adagrad
    buffers: ClassVar = ("sum",)

    lr: LearningRate = 1e-2
    lr_decay: Annotated[float, Real("δ", 0.0, 10.0, scale="log", span=(1e-4, 1.0))] = 0.0
    weight_decay: WeightDecay = 0.0
    initial_accumulator_value: Annotated[float, Real("s₀", 0.0, 1e6, scale="log", span=(1e-4, 1e2))] = 0.0
    eps: Epsilon = 1e-10
    maximize: Maximize = False
