"""Adam with Nesterov's momentum by differences of gradients."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Flag, Real
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
    is_on,
    zeros,
)
from optim_core.optimizers.shared_hypers import Beta1, Beta2, Epsilon, Maximize, StepLength, WeightDecay


def adan_init(params: Tensor, _h: Hyper) -> State:
    """The state before the first step: three averages and the previous gradient, (...) each."""
    return {name: zeros(params) for name in ("exp_avg", "exp_avg_diff", "exp_avg_sq", "previous_grad")}


def adan_update(grad: Tensor, state: State, params: Tensor, step: int, h: Hyper) -> Quantities:
    """The quantities of a step, (...) each."""
    g = -grad if h["maximize"] else grad
    change = torch.zeros_like(g) if step == 1 else g - state["previous_grad"]
    # m <- β₁ m + (1 − β₁) g,  v <- β₂ v + (1 − β₂) (g − g′),  n <- β₃ n + (1 − β₃) (g + β₂ (g − g′))²
    m = torch.lerp(state["exp_avg"], g, 1 - h["beta1"])
    v = torch.lerp(state["exp_avg_diff"], change, 1 - h["beta2"])
    ahead = g + h["beta2"] * change
    n = h["beta3"] * state["exp_avg_sq"] + (1 - h["beta3"]) * ahead * ahead
    # θ <- θ − η (m̂ + β₂ v̂) / (√n̂ + ε)
    denom = (n / (1 - h["beta3"] ** step)).sqrt() + h["eps"]
    direction = m / (1 - h["beta1"] ** step) + h["beta2"] * v / (1 - h["beta2"] ** step)
    q = {"g": g, "change": change, "exp_avg": m, "exp_avg_diff": v, "ahead": ahead, "exp_avg_sq": n}
    q |= {"denom": denom, "look_ahead": direction, "previous_grad": g}
    delta = -h["lr"] * (direction / denom)
    if h["no_prox"] or not is_on(h["weight_decay"]):
        return q | decoupled_decay(delta, params, h)
    # θ <- (θ + Δθ) / (1 + η λ)
    pull = h["lr"] * h["weight_decay"]
    decay = -pull / (1 + pull) * (params + delta)
    return q | {"decay": decay, "update": decay + delta}


def _equations(h: Hyper) -> tuple[Equation, ...]:
    step, pull = r"- <lr>\,\frac{<look_ahead>}{<denom>}", r"<lr>\,<weight_decay>"
    after = Equation("decay", "w_t", rf"-\frac{{{pull}}}{{1 + {pull}}}\,(<theta~> {step})")
    pulled = after, Equation("update", r"\Delta\theta_t", f"<decay> {step}")
    plain = h["no_prox"] or not is_on(h["weight_decay"])
    first, second = r"\frac{<exp_avg>}{1 - <beta1>^{<t>}}", r"\frac{<exp_avg_diff>}{1 - <beta2>^{<t>}}"
    return (
        gradient_equation(h, decay=False),
        Equation("change", "d_t", "<g> - <previous_grad~>", first="0"),
        Equation("exp_avg", "m_t", r"<beta1>\,<exp_avg~> + (1 - <beta1>)\,<g>"),
        Equation("exp_avg_diff", "v_t", r"<beta2>\,<exp_avg_diff~> + (1 - <beta2>)\,<change>"),
        Equation("ahead", "a_t", r"<g> + <beta2>\,<change>"),
        Equation("exp_avg_sq", "n_t", r"<beta3>\,<exp_avg_sq~> + (1 - <beta3>)\,<ahead>^2"),
        Equation("denom", "q_t", r"\sqrt{\frac{<exp_avg_sq>}{1 - <beta3>^{<t>}}} + <eps>"),
        Equation("look_ahead", "p_t", rf"{first} + <beta2>\,{second}"),
        Equation("previous_grad", "g'_t", "<g>"),
        *(decoupled_decay_equations(step, h) if plain else pulled),
    )


@dataclass(frozen=True, kw_only=True)
class Adan(AbstractOptimizer):
    """Adaptive Nesterov momentum (Xie et al., 2022, arXiv:2208.06677); not in torch.

    m ← β₁ m + (1 − β₁) g,  v ← β₂ v + (1 − β₂) (g − g′),  n ← β₃ n + (1 − β₃) (g + β₂ (g − g′))²,
    θ ← (θ − η (m̂ + β₂ v̂) / (√n̂ + ε)) / (1 + η λ); the β here are 1 minus the paper's, as in its authors' code.
    """

    buffers: ClassVar = ("exp_avg", "exp_avg_diff", "exp_avg_sq", "previous_grad")
    dividend: ClassVar = "look_ahead"
    rule: ClassVar = Rule(adan_init, adan_update, _equations)

    lr: StepLength = 1e-3
    beta1: Beta1 = 0.98
    beta2: Beta2 = 0.92
    beta3: Annotated[float, Real("β₃", 0.0, 1.0, scale="complement", high_open=True)] = 0.99
    eps: Epsilon = 1e-8
    weight_decay: WeightDecay = 0.0
    no_prox: Annotated[bool, Flag()] = False
    maximize: Maximize = False
