"""Adam with the largest gradient instead of the mean square."""

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
    gradient_equation,
    torch_gradient,
    zeros,
)
from optim_core.optimizers.shared_hypers import Beta1, Beta2, Epsilon, Maximize, RescaledDecay, StepLength


def _init(params: Tensor, _h: Hyper) -> State:
    return {"exp_avg": zeros(params), "exp_inf": zeros(params)}


def _update(grad: Tensor, state: State, params: Tensor, step: int, h: Hyper) -> Quantities:
    g = torch_gradient(grad, params, h)
    # m <- β₁ m + (1 − β₁) g,  u <- max(β₂ u, |g| + ε)
    m = torch.lerp(state["exp_avg"], g, 1 - h["beta1"])
    u = torch.maximum(h["beta2"] * state["exp_inf"], g.abs() + h["eps"])
    m_hat = m / (1 - h["beta1"] ** step)
    return {"g": g, "exp_avg": m, "exp_inf": u, "m_hat": m_hat, "update": -h["lr"] * (m_hat / u)}


def _equations(h: Hyper) -> tuple[Equation, ...]:
    return (
        gradient_equation(h),
        Equation("exp_avg", "m_t", r"<beta1>\,<exp_avg~> + (1 - <beta1>)\,<g>"),
        Equation("exp_inf", "u_t", r"\max(<beta2>\,<exp_inf~>,\ \lvert <g>\rvert + <eps>)"),
        Equation("m_hat", r"\hat m_t", r"\frac{<exp_avg>}{1 - <beta1>^{<t>}}"),
        Equation("update", r"\Delta\theta_t", r"-<lr>\,\frac{<m_hat>}{<exp_inf>}"),
    )


@dataclass(frozen=True, kw_only=True)
class Adamax(AbstractOptimizer):
    """Adam by the infinity norm (Kingma & Ba, 2014, arXiv:1412.6980, section 7), as `torch.optim.Adamax`.

    m ← β₁ m + (1 − β₁) g,  u ← max(β₂ u, |g| + ε),  θ ← θ − η m̂ / u, with m̂ = m / (1 − β₁ᵗ).
    """

    torch_class: ClassVar = torch.optim.Adamax
    packed: ClassVar = {"betas": ("beta1", "beta2")}
    buffers: ClassVar = ("exp_avg", "exp_inf")
    divisor: ClassVar = "exp_inf"
    dividend: ClassVar = "m_hat"
    rule: ClassVar = Rule(_init, _update, _equations)

    lr: StepLength = 2e-3
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    eps: Epsilon = 1e-8
    weight_decay: RescaledDecay = 0.0
    maximize: Maximize = False
