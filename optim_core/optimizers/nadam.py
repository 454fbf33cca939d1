"""Adam with Nesterov's look-ahead."""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Real
from optim_core.optimizers.adam import averages, averages_equations, averages_init
from optim_core.optimizers.base import AbstractOptimizer
from optim_core.optimizers.rules import (
    Equation,
    Hyper,
    Quantities,
    Rule,
    State,
    as_float32,
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


def _init(params: Tensor, h: Hyper) -> State:
    return averages_init(params, h) | {"mu_product": fill_like(1.0, params)}


def _momentum(step: Any, h: Hyper) -> Any:
    # μₜ = β₁ (1 − ½ 0.96^(t ψ))
    return h["beta1"] * (1 - 0.5 * 0.96 ** (step * h["momentum_decay"]))


def _update(grad: Tensor, state: State, params: Tensor, step: int, h: Hyper) -> Quantities:
    q = averages(torch_gradient(grad, params, h), state, h)
    v_hat = q["exp_avg_sq"] / (1 - h["beta2"] ** step)
    mu, ahead = fill_like(_momentum(step, h), params), fill_like(_momentum(step + 1, h), params)
    # Π <- Π μₜ,  a <- μₜ₊₁ m / (1 − Π μₜ₊₁) + (1 − μₜ) g / (1 − Π)
    product = as_float32(state["mu_product"] * as_float32(mu, params), params)
    a = ahead * q["exp_avg"] / (1 - product * ahead) + (1 - mu) * q["g"] / (1 - product)
    q |= {"v_hat": v_hat, "denom": v_hat.sqrt() + h["eps"]}
    q |= {"momentum_t": mu, "momentum_next": ahead, "mu_product": product, "look_ahead": a}
    delta = -h["lr"] * (a / q["denom"])
    return q | (decoupled_decay(delta, params, h) if h["decoupled_weight_decay"] else {"update": delta})


def _equations(h: Hyper) -> tuple[Equation, ...]:
    step = r"- <lr>\,\frac{<look_ahead>}{<denom>}"
    decoupled = h["decoupled_weight_decay"]
    return (
        *averages_equations(h, decay=True),
        Equation("v_hat", r"\hat v_t", r"\frac{<exp_avg_sq>}{1 - <beta2>^{<t>}}"),
        Equation("denom", "n_t", r"\sqrt{<v_hat>} + <eps>"),
        Equation("momentum_t", r"\mu_t", r"<beta1>\,(1 - 0.5 \cdot 0.96^{<t>\,<momentum_decay>})"),
        Equation("momentum_next", r"\mu_{t+1}", r"<beta1>\,(1 - 0.5 \cdot 0.96^{(<t> + 1)\,<momentum_decay>})"),
        Equation("mu_product", r"\Pi_t", r"<mu_product~>\,<momentum_t>"),
        Equation(
            "look_ahead",
            "a_t",
            r"\frac{<momentum_next>\,<exp_avg>}{1 - <mu_product>\,<momentum_next>}"
            r" + \frac{(1 - <momentum_t>)\,<g>}{1 - <mu_product>}",
        ),
        *(decoupled_decay_equations(step, h) if decoupled else (Equation("update", r"\Delta\theta_t", step),)),
    )


@dataclass(frozen=True, kw_only=True)
class NAdam(AbstractOptimizer):
    """Nesterov-accelerated Adam (Dozat, 2016), as `torch.optim.NAdam`.

    Adam with, instead of m̂, a = μₜ₊₁ m / (1 − Πμ to t + 1) + (1 − μₜ) g / (1 − Πμ to t), where
    μₜ = β₁ (1 − ½ 0.96^(t ψ)). torch stores the product Πμ as float32.
    """

    torch_class: ClassVar = torch.optim.NAdam
    packed: ClassVar = {"betas": ("beta1", "beta2")}
    buffers: ClassVar = ("exp_avg", "exp_avg_sq", "mu_product")
    dividend: ClassVar = "look_ahead"
    rule: ClassVar = Rule(_init, _update, _equations)

    lr: StepLength = 2e-3
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    eps: Epsilon = 1e-8
    weight_decay: RescaledDecay = 0.0
    momentum_decay: Annotated[float, Real("ψ", 0.0, 10.0, scale="log", slider_range=(1e-4, 10.0))] = 4e-3
    decoupled_weight_decay: DecoupledWeightDecay = False
    maximize: Maximize = False
