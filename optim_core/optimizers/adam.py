"""Adaptive moment estimation."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch

from optim_core.hyper import Flag, Real
from optim_core.optimizers.base import AbstractOptimizer, Epsilon, LearningRate, Maximize, WeightDecay

Beta1 = Annotated[float, Real("β₁", 0.0, 1.0, scale="complement", high_open=True)]
Beta2 = Annotated[float, Real("β₂", 0.0, 1.0, scale="complement", high_open=True)]


@dataclass(frozen=True, kw_only=True)
class Adam(AbstractOptimizer):
    """Adaptive moments (Kingma & Ba, 2014, arXiv:1412.6980), as `torch.optim.Adam`.

    m ← β₁ m + (1 − β₁) g,  v ← β₂ v + (1 − β₂) g²,  θ ← θ − η m̂ / (√v̂ + ε), with m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ).
    """

    torch_class: ClassVar = torch.optim.Adam
    packed: ClassVar = {"betas": ("beta1", "beta2")}
    buffers: ClassVar = ("exp_avg", "exp_avg_sq", "max_exp_avg_sq")

    lr: LearningRate = 1e-3
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    eps: Epsilon = 1e-8
    weight_decay: WeightDecay = 0.0
    amsgrad: Annotated[bool, Flag()] = False
    maximize: Maximize = False
