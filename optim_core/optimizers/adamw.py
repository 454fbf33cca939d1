"""Adam with decoupled weight decay."""

from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor

from optim_core.optimizers.adam import corrected_step, decayed_move, moments, moments_equations, moments_init
from optim_core.optimizers.base import AbstractOptimizer
from optim_core.optimizers.rules import (
    Equation,
    Hyper,
    Quantities,
    Rule,
    State,
    decoupled_decay,
    decoupled_decay_equations,
)
from optim_core.optimizers.shared_hypers import AMSGrad, Beta1, Beta2, Epsilon, Maximize, StepLength, WeightDecay


def _update(grad: Tensor, state: State, params: Tensor, step: int, h: Hyper) -> Quantities:
    q = moments(-grad if h["maximize"] else grad, state, step, h)
    return q | decoupled_decay(corrected_step(q, step, h), params, h)


def _equations(h: Hyper) -> tuple[Equation, ...]:
    step = decoupled_decay_equations(r"- <lr>\,\frac{<m_hat>}{<denom>}", h)
    return *moments_equations(h, decay=False), *step


@dataclass(frozen=True, kw_only=True)
class AdamW(AbstractOptimizer):
    """Adam whose decay bypasses the moments (Loshchilov & Hutter, 2019, arXiv:1711.05101), as `torch.optim.AdamW`.

    θ ← (1 − η λ) θ, then Adam's step on the bare gradient.
    """

    torch_class: ClassVar = torch.optim.AdamW
    packed: ClassVar = {"betas": ("beta1", "beta2")}
    buffers: ClassVar = ("exp_avg", "exp_avg_sq", "max_exp_avg_sq")
    dividend: ClassVar = "m_hat"
    rule: ClassVar = Rule(moments_init, _update, _equations, decayed_move)

    lr: StepLength = 1e-3
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    eps: Epsilon = 1e-8
    weight_decay: WeightDecay = 0.01
    amsgrad: AMSGrad = False
    maximize: Maximize = False
