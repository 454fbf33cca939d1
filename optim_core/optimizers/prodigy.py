"""Adam that estimates its own learning rate."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Flag, Real
from optim_core.optimizers.barzilai_borwein import inner
from optim_core.optimizers.base import AbstractOptimizer
from optim_core.optimizers.rules import (
    Case,
    Equation,
    Hyper,
    Quantities,
    Rule,
    State,
    by_cases,
    fill_like,
    gradient_equation,
    is_on,
    zeros,
)
from optim_core.optimizers.shared_hypers import Beta1, Beta2, Epsilon, LearningRate, Maximize, WeightDecay

UNLIMITED = 1e12
"""Growth rates from this value on mean no limit."""


def prodigy_init(params: Tensor, h: Hyper) -> State:
    """The state before the first step: the start, the first guess of the distance, and zeros, (..., n) each."""
    guess = fill_like(h["d0"], params)
    return {
        "p0": params.clone(),
        "d_numerator": zeros(params),
        "weighted_avg": zeros(params),
        "weighted_avg_sq": zeros(params),
        "s": zeros(params),
        "d_max": guess,
        "d": guess.clone(),
    }


def prodigy_update(grad: Tensor, state: State, params: Tensor, step: int, h: Hyper) -> Quantities:
    """The quantities of a step, (..., n) each; the distance is estimated over the last dimension."""
    g = -grad if h["maximize"] else grad
    g = g + h["weight_decay"] * params if is_on(h["weight_decay"]) and not h["decouple"] else g
    d, b1, b2, share = state["d"], h["beta1"], h["beta2"], state["d"] / h["d0"]
    b3 = fill_like(h["beta3"], g)
    b3 = torch.where(b3 > 0, b3, fill_like(b2, g).sqrt())
    # η_t = d η, times √(1 − β₂ᵗ) / (1 − β₁ᵗ) with correction
    correction = (1 - b2**step) ** 0.5 / (1 - b1**step) if h["use_bias_correction"] else 1.0
    lr = d * h["lr"] * correction
    # r <- β₃ r + d/d₀ η_t ⟨g, θ₀ − θ⟩,  s <- β₃ s + d/d₀ η_t g
    r = b3 * state["d_numerator"] + share * lr * inner(g, state["p0"] - params)
    s = b3 * state["s"] + share * (d if h["safeguard_warmup"] else lr) * g
    # m <- β₁ m + (1 − β₁) d g,  v <- β₂ v + (1 − β₂) d² g²
    m = b1 * state["weighted_avg"] + (1 - b1) * d * g
    v = b2 * state["weighted_avg_sq"] + (1 - b2) * d * d * g * g
    # d̂ = c r / |s|₁; d grows to the largest so far, by a factor γ at most once it has left d₀
    size = s.abs().sum(-1, keepdim=True).expand_as(s)
    estimate = torch.where(size > 0, h["d_coef"] * r / torch.where(size > 0, size, 1.0), 0.0)
    largest = torch.maximum(state["d_max"], estimate)
    growth = fill_like(h["growth_rate"], g)
    free = (d == fill_like(h["d0"], g)) | (growth >= UNLIMITED)
    after = torch.where(free, largest, torch.minimum(largest, growth * d))
    # n <- (√v + d ε) / d′ with the previous d′, which m contains too: in the units of the gradient
    denom = (v.sqrt() + after * h["eps"]) / d
    q = {"g": g, "lr_t": lr, "d_numerator": r, "weighted_avg": m, "weighted_avg_sq": v, "s": s}
    q |= {"d_hat": estimate, "d_max": largest, "d": after, "denom": denom, "p0": state["p0"]}
    if not (is_on(h["weight_decay"]) and h["decouple"]):
        return q | {"update": -lr * (m / (d * denom))}
    decay = -lr * h["weight_decay"] * params
    return q | {"decay": decay, "update": decay - lr * (m / (d * denom))}


def _equations(h: Hyper) -> tuple[Equation, ...]:
    b3, share = "<beta3>" if h["beta3"] else r"\sqrt{<beta2>}", r"\frac{<d~>}{<d0>}"
    corrected = r"\frac{<d~>\,<lr>\,\sqrt{1 - <beta2>^{<t>}}}{1 - <beta1>^{<t>}}"
    step = r"- <lr_t>\,\frac{<weighted_avg>}{<d~>\,<denom>}"
    decay = [Equation("decay", "w_t", r"-<lr_t>\,<weight_decay>\,<theta~>")]
    decay *= bool(is_on(h["weight_decay"]) and h["decouple"])
    limited = (
        Case("<d_max>", "d~", "=", h["d0"]),
        Case(r"\min(<d_max>,\ <growth_rate>\,<d~>)", "d~", ">", h["d0"]),
    )
    return (
        gradient_equation(h, decay=not h["decouple"]),
        Equation("lr_t", r"\eta_t", corrected if h["use_bias_correction"] else r"<d~>\,<lr>"),
        Equation(
            "d_numerator",
            "r_t",
            rf"{b3}\,<d_numerator~> + {share}\,<lr_t>\,\langle <g>,\ <p0~> - <theta~>\rangle",
            joint=True,
        ),
        Equation("weighted_avg", "m_t", r"<beta1>\,<weighted_avg~> + (1 - <beta1>)\,<d~>\,<g>"),
        Equation("weighted_avg_sq", "v_t", r"<beta2>\,<weighted_avg_sq~> + (1 - <beta2>)\,<d~>^2\,<g>^2"),
        Equation("s", "s_t", rf"{b3}\,<s~> + {share}\,{'<d~>' if h['safeguard_warmup'] else '<lr_t>'}\,<g>"),
        Equation("d_hat", r"\hat d_t", r"<d_coef>\,\frac{<d_numerator>}{\lVert <s>\rVert_1}", joint=True),
        Equation("d_max", r"d^{\max}_t", r"\max(<d_max~>,\ <d_hat>)"),
        by_cases("d", "d_t", *limited) if h["growth_rate"] < UNLIMITED else Equation("d", "d_t", "<d_max>"),
        Equation("denom", "n_t", r"\frac{\sqrt{<weighted_avg_sq>} + <d>\,<eps>}{<d~>}"),
        Equation("p0", r"\theta_0", "<p0~>"),
        *decay,
        Equation("update", r"\Delta\theta_t", f"<decay> {step}" if decay else step),
    )


@dataclass(frozen=True, kw_only=True)
class Prodigy(AbstractOptimizer):
    """Adam that learns the distance d to the solution (Mishchenko & Defazio, 2023, arXiv:2306.06101); not in torch.

    θ ← θ − η d m / (√v + d ε), where m and v are Adam's moments of d g, and d is the largest c r / |s|₁ so far: r sums
    ⟨g, θ₀ − θ⟩ and s sums g, both weighted by η d² / d₀. `beta3` = 0 means √β₂; γ limits the growth of d.
    """

    buffers: ClassVar = ("p0", "d_numerator", "weighted_avg", "weighted_avg_sq", "s", "d_max", "d")
    shared: ClassVar = ("d_numerator", "d_max", "d")
    elementwise: ClassVar = False
    flat: ClassVar = True
    dividend: ClassVar = "weighted_avg"
    dividend_unit: ClassVar = "d"
    rule: ClassVar = Rule(prodigy_init, prodigy_update, _equations)

    lr: LearningRate = 1.0
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    beta3: Annotated[float, Real("β₃", 0.0, 1.0, scale="complement", high_open=True)] = 0.0
    eps: Epsilon = 1e-8
    weight_decay: WeightDecay = 0.0
    decouple: Annotated[bool, Flag()] = True
    use_bias_correction: Annotated[bool, Flag()] = False
    safeguard_warmup: Annotated[bool, Flag()] = False
    d0: Annotated[float, Real("d₀", 1e-12, 1e3, scale="log", slider_range=(1e-8, 1.0))] = 1e-6
    d_coef: Annotated[float, Real("c", 1e-3, 1e3, scale="log", slider_range=(0.1, 10.0))] = 1.0
    growth_rate: Annotated[float, Real("γ", 1.0, UNLIMITED, scale="log", slider_range=(1.0, 100.0))] = UNLIMITED
    maximize: Maximize = False
