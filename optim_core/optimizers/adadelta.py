"""Adagrad with a window, and steps in the units of the parameters."""

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
    average_of_squares,
    gradient_equation,
    torch_gradient,
    zeros,
)
from optim_core.optimizers.shared_hypers import Epsilon, LearningRate, Maximize, RescaledDecay


def _init(params: Tensor, _h: Hyper) -> State:
    return {"square_avg": zeros(params), "acc_delta": zeros(params)}


def _update(grad: Tensor, state: State, params: Tensor, _step: int, h: Hyper) -> Quantities:
    g = torch_gradient(grad, params, h)
    # v <- ρ v + (1 − ρ) g²
    v = average_of_squares(state["square_avg"], h["rho"], g)
    n, r = (v + h["eps"]).sqrt(), (state["acc_delta"] + h["eps"]).sqrt()
    # d <- √(u + ε) / √(v + ε) g,  u <- ρ u + (1 − ρ) d²
    d = r / n * g
    u = average_of_squares(state["acc_delta"], h["rho"], d)
    lr = h["lr"] * r
    return {"g": g, "square_avg": v, "root": n, "lr_t": lr, "direction": d, "acc_delta": u, "update": -h["lr"] * d}


def _move(params: Tensor, q: Quantities, _step: int, h: Hyper) -> Tensor:
    """The params after a step (...), rounded like torch's `add_(delta, alpha=-lr)`."""
    return add_product(params, -h["lr"], q["direction"])


def _equations(h: Hyper) -> tuple[Equation, ...]:
    return (
        gradient_equation(h),
        Equation("square_avg", "v_t", r"<rho>\,<square_avg~> + (1 - <rho>)\,<g>^2"),
        Equation("root", "n_t", r"\sqrt{<square_avg> + <eps>}"),
        Equation("lr_t", r"\eta_t", r"<lr>\,\sqrt{<acc_delta~> + <eps>}"),
        Equation("direction", "d_t", r"\frac{\sqrt{<acc_delta~> + <eps>}}{<root>}\,<g>"),
        Equation("acc_delta", "u_t", r"<rho>\,<acc_delta~> + (1 - <rho>)\,<direction>^2"),
        Equation("update", r"\Delta\theta_t", r"-<lr>\,<direction>"),
    )


@dataclass(frozen=True, kw_only=True)
class Adadelta(AbstractOptimizer):
    """Past steps over past gradients (Zeiler, 2012, arXiv:1212.5701), as `torch.optim.Adadelta`.

    v ← ρ v + (1 − ρ) g²,  d ← √(u + ε) / √(v + ε) · g,  u ← ρ u + (1 − ρ) d²,  θ ← θ − η d
    """

    torch_class: ClassVar = torch.optim.Adadelta
    buffers: ClassVar = ("square_avg", "acc_delta")
    divisor: ClassVar = "root"
    rule: ClassVar = Rule(_init, _update, _equations, _move)

    lr: LearningRate = 1.0
    rho: Annotated[float, Real("ρ", 0.0, 1.0, scale="complement", high_open=True)] = 0.9
    eps: Epsilon = 1e-6
    weight_decay: RescaledDecay = 0.0
    maximize: Maximize = False
