"""Adam that divides by the deviation of gradients from their average."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Flag
from optim_core.optimizers.base import AbstractOptimizer
from optim_core.optimizers.radam import rectification, rectification_equations
from optim_core.optimizers.rules import (
    Equation,
    Hyper,
    Quantities,
    Rule,
    State,
    decoupled_decay,
    decoupled_decay_equations,
    gradient_equation,
    gradient_with_decay,
    zeros,
)
from optim_core.optimizers.shared_hypers import (
    AMSGrad,
    Beta1,
    Beta2,
    DecoupledWeightDecay,
    Epsilon,
    LearningRate,
    Maximize,
    WeightDecay,
)


def adabelief_init(params: Tensor, h: Hyper) -> State:
    """The state before the first step: two averages (...), and with AMSGrad the largest of the second."""
    names = ("exp_avg", "exp_avg_var", *(["max_exp_avg_var"] if h["amsgrad"] else []))
    return {name: zeros(params) for name in names}


def adabelief_update(grad: Tensor, state: State, params: Tensor, step: int, h: Hyper) -> Quantities:
    """The quantities of a step, (...) each."""
    g = gradient_with_decay(grad, params, h)
    # m <- β₁ m + (1 − β₁) g,  s <- β₂ s + (1 − β₂) (g − m)² + ε
    m = torch.lerp(state["exp_avg"], g, 1 - h["beta1"])
    surprise = g - m
    s = h["beta2"] * state["exp_avg_var"] + (1 - h["beta2"]) * surprise * surprise + h["eps"]
    q = {"g": g, "exp_avg": m, "surprise": surprise, "exp_avg_var": s}
    if h["amsgrad"]:
        s = q["max_exp_avg_var"] = torch.maximum(state["max_exp_avg_var"], s)
    q["m_hat"] = m / (1 - h["beta1"] ** step)
    if h["rectify"]:
        q |= rectification(s, params, step, h)
        delta = -q["lr_t"] * (q["m_hat"] / q["denom"])
    else:
        q["denom"] = (s / (1 - h["beta2"] ** step)).sqrt() + h["eps"]
        delta = -h["lr"] * (q["m_hat"] / q["denom"])
    return q | (decoupled_decay(delta, params, h) if h["decoupled_weight_decay"] else {"update": delta})


def _equations(h: Hyper) -> tuple[Equation, ...]:
    name = "max_exp_avg_var" if h["amsgrad"] else "exp_avg_var"
    largest = [Equation(name, r"s^{\max}_t", r"\max(<max_exp_avg_var~>,\ <exp_avg_var>)")] if h["amsgrad"] else []
    divisor = rf"\sqrt{{\frac{{<{name}>}}{{1 - <beta2>^{{<t>}}}}}} + <eps>"
    step = rf"- <{'lr_t' if h['rectify'] else 'lr'}>\,\frac{{<m_hat>}}{{<denom>}}"
    decoupled = h["decoupled_weight_decay"]
    return (
        gradient_equation(h),
        Equation("exp_avg", "m_t", r"<beta1>\,<exp_avg~> + (1 - <beta1>)\,<g>"),
        Equation("surprise", "b_t", "<g> - <exp_avg>"),
        Equation("exp_avg_var", "s_t", r"<beta2>\,<exp_avg_var~> + (1 - <beta2>)\,<surprise>^2 + <eps>"),
        *largest,
        Equation("m_hat", r"\hat m_t", r"\frac{<exp_avg>}{1 - <beta1>^{<t>}}"),
        *(rectification_equations(name) if h["rectify"] else (Equation("denom", "n_t", divisor),)),
        *(decoupled_decay_equations(step, h) if decoupled else (Equation("update", r"\Delta\theta_t", step),)),
    )


@dataclass(frozen=True, kw_only=True)
class AdaBelief(AbstractOptimizer):
    """Steps by the belief in the gradient (Zhuang et al., 2020, arXiv:2010.07468); not in torch.

    m ← β₁ m + (1 − β₁) g,  s ← β₂ s + (1 − β₂) (g − m)² + ε,  θ ← θ − η m̂ / (√ŝ + ε).
    With `rectify` the first steps are like RAdam's, as in the authors' own package.
    """

    buffers: ClassVar = ("exp_avg", "exp_avg_var", "max_exp_avg_var")
    dividend: ClassVar = "m_hat"
    rule: ClassVar = Rule(adabelief_init, adabelief_update, _equations)

    lr: LearningRate = 1e-3
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    eps: Epsilon = 1e-16
    weight_decay: WeightDecay = 0.0
    decoupled_weight_decay: DecoupledWeightDecay = True
    rectify: Annotated[bool, Flag()] = False
    amsgrad: AMSGrad = False
    maximize: Maximize = False
