"""Gradient descent with an average instead of a falling learning rate."""

from dataclasses import dataclass
from typing import Any, ClassVar

import torch
from torch import Tensor

from optim_core.optimizers.base import AbstractOptimizer
from optim_core.optimizers.rules import (
    Equation,
    Hyper,
    Quantities,
    Rule,
    State,
    fill_like,
    gradient_equation,
    gradient_with_decay,
    is_on,
    zeros,
)
from optim_core.optimizers.shared_hypers import LearningRate, Maximize, Momentum, Power, RatePower, WarmUp, WeightDecay


def averaged_init(params: Tensor, _h: Hyper) -> State:
    """The state before the first step: both points at the start, zeros for the rest, (...) each."""
    return {"z": params.clone(), "ax": params.clone(), "lr_max": zeros(params), "weight_sum": zeros(params)}


def averaged(direction: Tensor, state: State, params: Tensor, step: int, h: Hyper, beta: Any) -> Quantities:
    """The quantities of a step of z along `direction` (...): x is the average of z, and the params (1 − β) z + β x."""
    # γ <- η min(1, t / T₀),  w <- tʳ (max γ)ᵖ,  c <- w / Σ w
    lr = h["lr"] * (step / fill_like(h["warmup_steps"], params).clamp(min=1)).clamp(max=1)
    most = torch.maximum(state["lr_max"], lr)
    weight = most ** h["weight_lr_power"] * step ** h["r"]
    total = state["weight_sum"] + weight
    share = torch.where(total > 0, weight / total, 0.0)
    # z <- z − γ d,  x <- (1 − c) x + c z,  θ <- (1 − β) z + β x
    z = state["z"] - lr * direction
    x = torch.lerp(state["ax"], z, share)
    found = {"lr_t": lr, "lr_max": most, "weight": weight, "weight_sum": total, "share": share, "z": z, "ax": x}
    return found | {"update": (1 - beta) * z + beta * x - params}


def averaged_equations(h: Hyper, direction: str, beta: str) -> tuple[Equation, ...]:
    """The lines of `averaged`; `direction` and `beta` are formulas."""
    return (
        Equation("lr_t", r"\gamma_t", r"<lr>\,\min(1,\ <t> / <warmup_steps>)" if is_on(h["warmup_steps"]) else "<lr>"),
        Equation("lr_max", r"\bar\gamma_t", r"\max(<lr_max~>,\ <lr_t>)"),
        Equation("weight", "w_t", r"<t>^{<r>}\,<lr_max>^{<weight_lr_power>}"),
        Equation("weight_sum", "W_t", "<weight_sum~> + <weight>"),
        Equation("share", "c_t", r"\frac{<weight>}{<weight_sum>}"),
        Equation("z", "z_t", rf"<z~> - <lr_t>\,{direction}"),
        Equation("ax", "x_t", r"(1 - <share>)\,<ax~> + <share>\,<z>"),
        Equation("update", r"\Delta\theta_t", rf"(1 - {beta})\,<z> + {beta}\,<ax> - <theta~>"),
    )


def schedule_free_sgd_update(grad: Tensor, state: State, params: Tensor, step: int, h: Hyper) -> Quantities:
    """The quantities of a step, (...) each."""
    g = gradient_with_decay(grad, params, h)
    return {"g": g} | averaged(g, state, params, step, h, h["momentum"])


def _equations(h: Hyper) -> tuple[Equation, ...]:
    return gradient_equation(h), *averaged_equations(h, "<g>", "<momentum>")


@dataclass(frozen=True, kw_only=True)
class ScheduleFreeSGD(AbstractOptimizer):
    """Schedule-Free SGD (Defazio et al., 2024, arXiv:2405.15682); not in torch.

    z ← z − γ g,  x ← (1 − c) x + c z,  θ ← (1 − μ) z + μ x, with γ = η min(1, t / T₀) and c = w / Σ w, w = tʳ (max γ)ᵖ.
    Gradients are computed at θ, the paper's y; the result to use is the average x, here the state `ax`.
    """

    buffers: ClassVar = ("z", "ax", "lr_max", "weight_sum")
    shared: ClassVar = ("lr_max", "weight_sum")
    rule: ClassVar = Rule(averaged_init, schedule_free_sgd_update, _equations)

    lr: LearningRate = 1.0
    momentum: Momentum = 0.9
    weight_decay: WeightDecay = 0.0
    warmup_steps: WarmUp = 0
    r: Power = 0.0
    weight_lr_power: RatePower = 2.0
    maximize: Maximize = False
