"""Adam with decoupled weight decay."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch

from optim_core.hyper import Flag
from optim_core.optimizers.adam import Beta1, Beta2
from optim_core.optimizers.base import AbstractOptimizer, Epsilon, LearningRate, Maximize, WeightDecay


@dataclass(frozen=True, kw_only=True)
class AdamW(AbstractOptimizer):
    """Adam whose decay bypasses the moments (Loshchilov & Hutter, 2019, arXiv:1711.05101), as `torch.optim.AdamW`.

    θ ← (1 − η λ) θ, then Adam's step on the bare gradient.
    """

    torch_class: ClassVar = torch.optim.AdamW
    packed: ClassVar = {"betas": ("beta1", "beta2")}
    buffers: ClassVar = ("exp_avg", "exp_avg_sq", "max_exp_avg_sq")

    lr: LearningRate = 1e-3
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    eps: Epsilon = 1e-8
    weight_decay: WeightDecay = 0.01
    amsgrad: Annotated[bool, Flag()] = False
    maximize: Maximize = False
