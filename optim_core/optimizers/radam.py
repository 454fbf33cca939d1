"""Adam that waits until it knows the size of the gradients."""

from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor

from optim_core.optimizers.adam import averages, averages_equations, averages_init
from optim_core.optimizers.base import AbstractOptimizer
from optim_core.optimizers.rules import (
    Case,
    Equation,
    Hyper,
    Quantities,
    Rule,
    State,
    by_cases,
    decoupled_decay,
    decoupled_decay_equations,
    fill_like,
    torch_gradient,
)
from optim_core.optimizers.shared_hypers import (
    Beta1,
    Beta2,
    DecoupledWeightDecay,
    Epsilon,
    Maximize,
    RescaledDecay,
    StepLength,
)

ENOUGH = 5
"""The length of the average from which on torch divides by it."""


def rectification(square: Tensor, params: Tensor, step: int, h: Hyper) -> Quantities:
    """The length of the average of squares `square`, and the resulting learning rate and divisor, (...) each."""
    power = h["beta2"] ** step
    # ρ∞ = 2 / (1 − β₂) − 1,  ρ = ρ∞ − 2 t β₂ᵗ / (1 − β₂ᵗ): the length of the average of squares
    longest = fill_like(2 / (1 - h["beta2"]) - 1, params)
    rho = fill_like(2 / (1 - h["beta2"]) - 1 - 2 * step * power / (1 - power), params)
    # r = √((ρ − 4)(ρ − 2) ρ∞ / ((ρ∞ − 4)(ρ∞ − 2) ρ))
    r = ((rho - 4) * (rho - 2) * longest / ((longest - 4) * (longest - 2) * rho)).sqrt()
    rect = torch.where(rho > ENOUGH, r, 1.0)
    denom = torch.where(rho > ENOUGH, (square.sqrt() + h["eps"]) / (1 - power) ** 0.5, 1.0)
    return {"rho_inf": longest, "rho": rho, "rect": rect, "lr_t": h["lr"] * rect, "denom": denom}


def rectification_equations(square: str) -> tuple[Equation, ...]:
    """The lines of `rectification`; `square` is the name of its quantity."""
    root = (
        r"\sqrt{\frac{(<rho> - 4)\,(<rho> - 2)\,<rho_inf>}"
        r"{(<rho_inf> - 4)\,(<rho_inf> - 2)\,<rho>}}"
    )
    divisor = rf"\frac{{\sqrt{{<{square}>}} + <eps>}}{{\sqrt{{1 - <beta2>^{{<t>}}}}}}"
    return (
        Equation("rho_inf", r"\rho_\infty", r"\frac{2}{1 - <beta2>} - 1"),
        Equation("rho", r"\rho_t", r"<rho_inf> - \frac{2\,<t>\,<beta2>^{<t>}}{1 - <beta2>^{<t>}}"),
        by_cases("rect", "r_t", Case(root, "rho", ">", ENOUGH), Case("1", "rho", r"\le", ENOUGH)),
        Equation("lr_t", r"\eta_t", r"<lr>\,<rect>"),
        by_cases("denom", "n_t", Case(divisor, "rho", ">", ENOUGH), Case("1", "rho", r"\le", ENOUGH)),
    )


def _update(grad: Tensor, state: State, params: Tensor, step: int, h: Hyper) -> Quantities:
    q = averages(torch_gradient(grad, params, h), state, h)
    q["m_hat"] = q["exp_avg"] / (1 - h["beta1"] ** step)
    q |= rectification(q["exp_avg_sq"], params, step, h)
    delta = -q["lr_t"] * (q["m_hat"] / q["denom"])
    return q | (decoupled_decay(delta, params, h) if h["decoupled_weight_decay"] else {"update": delta})


def _equations(h: Hyper) -> tuple[Equation, ...]:
    step = r"- <lr_t>\,\frac{<m_hat>}{<denom>}"
    decoupled = h["decoupled_weight_decay"]
    return (
        *averages_equations(h, decay=True),
        Equation("m_hat", r"\hat m_t", r"\frac{<exp_avg>}{1 - <beta1>^{<t>}}"),
        *rectification_equations("exp_avg_sq"),
        *(decoupled_decay_equations(step, h) if decoupled else (Equation("update", r"\Delta\theta_t", step),)),
    )


@dataclass(frozen=True, kw_only=True)
class RAdam(AbstractOptimizer):
    """Rectified Adam (Liu et al., 2019, arXiv:1908.03265), as `torch.optim.RAdam`.

    θ ← θ − η r m̂ / (√v + ε) · √(1 − β₂ᵗ) once ρ > 5, θ ← θ − η m̂ before; ρ is the length of the average of squares.
    """

    torch_class: ClassVar = torch.optim.RAdam
    packed: ClassVar = {"betas": ("beta1", "beta2")}
    buffers: ClassVar = ("exp_avg", "exp_avg_sq")
    dividend: ClassVar = "m_hat"
    rule: ClassVar = Rule(averages_init, _update, _equations)

    lr: StepLength = 1e-3
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    eps: Epsilon = 1e-8
    weight_decay: RescaledDecay = 0.0
    decoupled_weight_decay: DecoupledWeightDecay = False
    maximize: Maximize = False
