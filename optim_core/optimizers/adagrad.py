"""Adaptive gradient."""

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
    gradient_equation,
    is_on,
    torch_gradient,
)
from optim_core.optimizers.shared_hypers import Epsilon, LearningRate, Maximize, RescaledDecay


def _init(params: Tensor, h: Hyper) -> State:
    return {"sum": torch.zeros_like(params) + h["initial_accumulator_value"]}


def _update(grad: Tensor, state: State, params: Tensor, step: int, h: Hyper) -> Quantities:
    g = torch_gradient(grad, params, h)
    # s <- s + g²
    s = add_product(state["sum"], g, g)
    d = s.sqrt() + h["eps"]
    q = {"g": g, "sum": s, "denom": d}
    if not is_on(h["lr_decay"]):
        return q | {"update": -h["lr"] * (g / d)}
    # η_t = η / (1 + (t − 1) δ)
    lr = q["lr_t"] = torch.zeros_like(g) + h["lr"] / (1 + (step - 1) * h["lr_decay"])
    return q | {"update": -lr * (g / d)}


def _move(params: Tensor, q: Quantities, _step: int, h: Hyper) -> Tensor:
    """The params after a step (...), rounded like torch's `addcdiv_(g, denom, value=-lr)`."""
    lr = q["lr_t"] if "lr_t" in q else h["lr"]
    moved: Tensor = params + -lr * q["g"] / q["denom"]
    return moved


def _equations(h: Hyper) -> tuple[Equation, ...]:
    decayed = Equation("lr_t", r"\eta_t", r"\frac{<lr>}{1 + (<t> - 1)\,<lr_decay>}")
    lr = "lr_t" if is_on(h["lr_decay"]) else "lr"
    return (
        gradient_equation(h),
        Equation("sum", "s_t", r"<sum~> + <g>^2"),
        Equation("denom", "n_t", r"\sqrt{<sum>} + <eps>"),
        *([decayed] if is_on(h["lr_decay"]) else []),
        Equation("update", r"\Delta\theta_t", rf"-<{lr}>\,\frac{{<g>}}{{<denom>}}"),
    )


@dataclass(frozen=True, kw_only=True)
class Adagrad(AbstractOptimizer):
    """Gradient over the root of the sum of all its squares (Duchi, Hazan & Singer, 2011), as `torch.optim.Adagrad`.

    s ← s + g²,  θ ← θ − η / (1 + (t − 1) δ) · g / (√s + ε)
    """

    torch_class: ClassVar = torch.optim.Adagrad
    buffers: ClassVar = ("sum",)
    rule: ClassVar = Rule(_init, _update, _equations, _move)

    lr: LearningRate = 1e-2
    lr_decay: Annotated[float, Real("δ", 0.0, 10.0, scale="log", slider_range=(1e-4, 1.0))] = 0.0
    weight_decay: RescaledDecay = 0.0
    initial_accumulator_value: Annotated[float, Real("s₀", 0.0, 1e6, scale="log", slider_range=(1e-4, 1e2))] = 0.0
    eps: Epsilon = 1e-10
    maximize: Maximize = False
