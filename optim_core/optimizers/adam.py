"""Adaptive moment estimation."""

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
    add_update,
    average_of_squares,
    decoupled_decay,
    decoupled_decay_equations,
    gradient_equation,
    is_on,
    torch_gradient,
    zeros,
)
from optim_core.optimizers.shared_hypers import (
    AMSGrad,
    Beta1,
    Beta2,
    DecoupledWeightDecay,
    Epsilon,
    Maximize,
    RescaledDecay,
    StepLength,
)


def averages_init(params: Tensor, _h: Hyper) -> State:
    """The state before the first step: two averages of zeros, shaped as the params (...)."""
    return {"exp_avg": zeros(params), "exp_avg_sq": zeros(params)}


def moments_init(params: Tensor, h: Hyper) -> State:
    """The state of `averages_init`, (...) each, and with AMSGrad the largest average of the squares."""
    return averages_init(params, h) | ({"max_exp_avg_sq": zeros(params)} if h["amsgrad"] else {})


def averages(g: Tensor, state: State, h: Hyper) -> Quantities:
    """The gradient `g`, its average and the average of its square, (...) each."""
    # m <- β₁ m + (1 − β₁) g,  v <- β₂ v + (1 − β₂) g²
    m = torch.lerp(state["exp_avg"], g, 1 - h["beta1"])
    v = average_of_squares(state["exp_avg_sq"], h["beta2"], g)
    return {"g": g, "exp_avg": m, "exp_avg_sq": v}


def averages_equations(h: Hyper, *, decay: bool) -> tuple[Equation, ...]:
    """The lines of `averages`, beginning with the gradient."""
    return (
        gradient_equation(h, decay=decay),
        Equation("exp_avg", "m_t", r"<beta1>\,<exp_avg~> + (1 - <beta1>)\,<g>"),
        Equation("exp_avg_sq", "v_t", r"<beta2>\,<exp_avg_sq~> + (1 - <beta2>)\,<g>^2"),
    )


def moments(g: Tensor, state: State, step: int, h: Hyper) -> Quantities:
    """The quantities of `averages`, the corrected averages and the divisor, (...) each."""
    found = averages(g, state, h)
    m, v = found["exp_avg"], found["exp_avg_sq"]
    if h["amsgrad"]:
        v = found["max_exp_avg_sq"] = torch.maximum(state["max_exp_avg_sq"], v)
    # m̂ = m / (1 − β₁ᵗ),  v̂ = v / (1 − β₂ᵗ)
    m_hat, v_hat = m / (1 - h["beta1"] ** step), v / (1 - h["beta2"] ** step)
    # rooted before the correction, like torch: v̂ itself may overflow where v does not
    denom = v.sqrt() / (1 - h["beta2"] ** step) ** 0.5 + h["eps"]
    return found | {"m_hat": m_hat, "v_hat": v_hat, "denom": denom}


def corrected_step(q: Quantities, step: int, h: Hyper) -> Tensor:
    """−η m̂ / divisor (...) from the result of `moments`, rounded like torch's `addcdiv_(m, n, value=-step_size)`."""
    delta: Tensor = -h["lr"] / (1 - h["beta1"] ** step) * q["exp_avg"] / q["denom"]
    return delta


def moments_equations(h: Hyper, *, decay: bool) -> tuple[Equation, ...]:
    """The lines of `moments`, from the gradient to the divisor."""
    name, symbol = ("max_exp_avg_sq", r"v^{\max}_t") if h["amsgrad"] else ("exp_avg_sq", "v_t")
    largest = [Equation(name, symbol, r"\max(<max_exp_avg_sq~>,\ <exp_avg_sq>)")] if h["amsgrad"] else []
    return (
        *averages_equations(h, decay=decay),
        *largest,
        Equation("m_hat", r"\hat m_t", r"\frac{<exp_avg>}{1 - <beta1>^{<t>}}"),
        Equation("v_hat", r"\hat v_t", rf"\frac{{<{name}>}}{{1 - <beta2>^{{<t>}}}}"),
        Equation("denom", "n_t", r"\sqrt{<v_hat>} + <eps>"),
    )


def decayed_move(params: Tensor, q: Quantities, step: int, h: Hyper) -> Tensor:
    """The params (...) after a step with decoupled decay, rounded like torch, which shrinks them first."""
    shrunk = params * (1 - h["lr"] * h["weight_decay"]) if is_on(h["weight_decay"]) else params
    return shrunk + corrected_step(q, step, h)


def _update(grad: Tensor, state: State, params: Tensor, step: int, h: Hyper) -> Quantities:
    q = moments(torch_gradient(grad, params, h), state, step, h)
    delta = corrected_step(q, step, h)
    return q | (decoupled_decay(delta, params, h) if h["decoupled_weight_decay"] else {"update": delta})


def _move(params: Tensor, q: Quantities, step: int, h: Hyper) -> Tensor:
    return decayed_move(params, q, step, h) if h["decoupled_weight_decay"] else add_update(params, q, step, h)


def _equations(h: Hyper) -> tuple[Equation, ...]:
    step, decoupled = r"- <lr>\,\frac{<m_hat>}{<denom>}", h["decoupled_weight_decay"]
    last = decoupled_decay_equations(step, h) if decoupled else (Equation("update", r"\Delta\theta_t", step),)
    return *moments_equations(h, decay=True), *last


@dataclass(frozen=True, kw_only=True)
class Adam(AbstractOptimizer):
    """Adaptive moments (Kingma & Ba, 2014, arXiv:1412.6980), as `torch.optim.Adam`.

    m ← β₁ m + (1 − β₁) g,  v ← β₂ v + (1 − β₂) g²,  θ ← θ − η m̂ / (√v̂ + ε), with m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ).
    With `decoupled_weight_decay` it takes the steps of `AdamW`.
    """

    torch_class: ClassVar = torch.optim.Adam
    packed: ClassVar = {"betas": ("beta1", "beta2")}
    buffers: ClassVar = ("exp_avg", "exp_avg_sq", "max_exp_avg_sq")
    dividend: ClassVar = "m_hat"
    rule: ClassVar = Rule(moments_init, _update, _equations, _move)

    lr: StepLength = 1e-3
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    eps: Epsilon = 1e-8
    weight_decay: RescaledDecay = 0.0
    amsgrad: AMSGrad = False
    decoupled_weight_decay: DecoupledWeightDecay = False
    maximize: Maximize = False
