"""The sign of a blend of gradients."""

from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor

from optim_core.optimizers.base import AbstractOptimizer
from optim_core.optimizers.rules import (
    Equation,
    Hyper,
    Quantities,
    Rule,
    State,
    decoupled_decay,
    decoupled_decay_equations,
    gradient_equation,
    zeros,
)
from optim_core.optimizers.shared_hypers import Beta1, Beta2, LearningRate, Maximize, WeightDecay


def lion_init(params: Tensor, _h: Hyper) -> State:
    """The state before the first step: an average of zeros, shaped as the params (...)."""
    return {"exp_avg": zeros(params)}


def lion_update(grad: Tensor, state: State, params: Tensor, _step: int, h: Hyper) -> Quantities:
    """The quantities of a step, (...) each."""
    g = -grad if h["maximize"] else grad
    # c <- β₁ m + (1 − β₁) g,  m <- β₂ m + (1 − β₂) g
    c = torch.lerp(state["exp_avg"], g, 1 - h["beta1"])
    m = torch.lerp(state["exp_avg"], g, 1 - h["beta2"])
    return {"g": g, "blend": c, "exp_avg": m} | decoupled_decay(-h["lr"] * c.sign(), params, h)


def _equations(h: Hyper) -> tuple[Equation, ...]:
    return (
        gradient_equation(h, decay=False),
        Equation("blend", "c_t", r"<beta1>\,<exp_avg~> + (1 - <beta1>)\,<g>"),
        Equation("exp_avg", "m_t", r"<beta2>\,<exp_avg~> + (1 - <beta2>)\,<g>"),
        *decoupled_decay_equations(r"- <lr>\,\operatorname{sign}(<blend>)", h),
    )


@dataclass(frozen=True, kw_only=True)
class Lion(AbstractOptimizer):
    """Evolved sign momentum (Chen et al., 2023, arXiv:2302.06675); not in torch.

    θ ← (1 − η λ) θ − η sign(β₁ m + (1 − β₁) g),  m ← β₂ m + (1 − β₂) g.
    """

    buffers: ClassVar = ("exp_avg",)
    signed: ClassVar = True
    rule: ClassVar = Rule(lion_init, lion_update, _equations)

    lr: LearningRate = 1e-4
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.99
    weight_decay: WeightDecay = 0.0
    maximize: Maximize = False
