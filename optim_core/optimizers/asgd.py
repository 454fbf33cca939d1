"""Averaged stochastic gradient descent."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Real
from optim_core.optimizers.base import AbstractOptimizer
from optim_core.optimizers.rules import (
    Equation,
    Hyper,
    Quantities,
    Rule,
    State,
    add_product,
    as_float32,
    fill_like,
    gradient_equation,
    torch_gradient,
    zeros,
)
from optim_core.optimizers.shared_hypers import LearningRate, Maximize, WeightDecay


def _init(params: Tensor, h: Hyper) -> State:
    return {"ax": zeros(params), "eta": as_float32(h["lr"], params), "mu": fill_like(1.0, params)}


def _update(grad: Tensor, state: State, params: Tensor, step: int, h: Hyper) -> Quantities:
    g, lr = torch_gradient(grad, params, h), state["eta"]
    # θ <- (1 − δ η) θ − η g,  a <- a + μ (θ − a), with η and μ from the previous step
    position = add_product(params * (1 - h["lambd"] * lr), -lr, g)
    ax = torch.where(state["mu"] == 1, position, state["ax"] + state["mu"] * (position - state["ax"]))
    # η <- η₀ / (1 + δ η₀ t)^α,  μ <- 1 / max(1, t − t₀)
    eta = as_float32(h["lr"] / (1 + h["lambd"] * h["lr"] * step) ** h["alpha"], params)
    mu = as_float32(1 / fill_like(step - h["t0"], params).clamp(min=1), params)
    update = -lr * (g + h["lambd"] * params)
    return {"g": g, "lr_t": lr, "position": position, "ax": ax, "eta": eta, "mu": mu, "update": update}


def _equations(h: Hyper) -> tuple[Equation, ...]:
    return (
        gradient_equation(h),
        Equation("lr_t", r"\gamma_t", "<eta~>"),
        Equation("position", r"\theta_t", r"(1 - <lambd>\,<lr_t>)\,<theta~> - <lr_t>\,<g>"),
        Equation("ax", "a_t", r"<ax~> + <mu~>\,(<position> - <ax~>)"),
        Equation("eta", r"\eta_t", r"\frac{<lr>}{(1 + <lambd>\,<lr>\,<t>)^{<alpha>}}"),
        Equation("mu", r"\mu_t", r"\frac{1}{\max(1,\ <t> - <t0>)}"),
        Equation("update", r"\Delta\theta_t", r"-<lr_t>\,(<g> + <lambd>\,<theta~>)"),
    )


@dataclass(frozen=True, kw_only=True)
class ASGD(AbstractOptimizer):
    """Gradient descent that also averages its positions (Polyak & Juditsky, 1992), as `torch.optim.ASGD`.

    θ ← (1 − δ η) θ − η g,  a ← a + (θ − a) / max(1, t − t₀), and η falls as lr / (1 + δ lr t)^α.
    torch steps θ and stores the average a separately; it stores η and 1 / max(1, t − t₀) as float32.
    """

    torch_class: ClassVar = torch.optim.ASGD
    buffers: ClassVar = ("ax", "eta", "mu")
    rule: ClassVar = Rule(_init, _update, _equations)

    lr: LearningRate = 1e-2
    lambd: Annotated[float, Real("δ", 0.0, 10.0, scale="log", slider_range=(1e-6, 1.0))] = 1e-4
    alpha: Annotated[float, Real("α", 0.0, 10.0, slider_range=(0.0, 2.0))] = 0.75
    t0: Annotated[float, Real("t₀", 0.0, 1e9, scale="log", slider_range=(1.0, 1e6))] = 1e6
    weight_decay: WeightDecay = 0.0
    maximize: Maximize = False
