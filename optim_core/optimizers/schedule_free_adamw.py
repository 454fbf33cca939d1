"""AdamW with an average instead of a falling learning rate."""

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor

from optim_core.optimizers.base import AbstractOptimizer
from optim_core.optimizers.rules import Equation, Hyper, Quantities, Rule, State, gradient_equation, is_on, zeros
from optim_core.optimizers.schedule_free_sgd import ScheduleFreeSGD, averaged, averaged_equations, averaged_init
from optim_core.optimizers.shared_hypers import (
    Beta1,
    Beta2,
    Epsilon,
    LearningRate,
    Maximize,
    Power,
    RatePower,
    WarmUp,
    WeightDecay,
)


def schedule_free_adamw_init(params: Tensor, h: Hyper) -> State:
    """The state of `averaged_init` and an average of squares of zeros, (...) each."""
    return averaged_init(params, h) | {"exp_avg_sq": zeros(params)}


def schedule_free_adamw_update(grad: Tensor, state: State, params: Tensor, step: int, h: Hyper) -> Quantities:
    """The quantities of a step, (...) each."""
    g = -grad if h["maximize"] else grad
    # v <- β₂ v + (1 − β₂) g²,  d <- g / (√v̂ + ε) + λ θ
    v = h["beta2"] * state["exp_avg_sq"] + (1 - h["beta2"]) * g * g
    denom = (v / (1 - h["beta2"] ** step)).sqrt() + h["eps"]
    q, d = {"g": g, "exp_avg_sq": v, "denom": denom}, g / denom
    if is_on(h["weight_decay"]):
        q["decay"] = h["weight_decay"] * params
        d = d + q["decay"]
    return q | {"scaled": d} | averaged(d, state, params, step, h, h["beta1"])


def _equations(h: Hyper) -> tuple[Equation, ...]:
    decay = [Equation("decay", "w_t", r"<weight_decay>\,<theta~>")] if is_on(h["weight_decay"]) else []
    return (
        gradient_equation(h, decay=False),
        Equation("exp_avg_sq", "v_t", r"<beta2>\,<exp_avg_sq~> + (1 - <beta2>)\,<g>^2"),
        Equation("denom", "n_t", r"\sqrt{\frac{<exp_avg_sq>}{1 - <beta2>^{<t>}}} + <eps>"),
        *decay,
        Equation("scaled", "d_t", r"\frac{<g>}{<denom>}" + (" + <decay>" if decay else "")),
        *averaged_equations(h, "<scaled>", "<beta1>"),
    )


@dataclass(frozen=True, kw_only=True)
class ScheduleFreeAdamW(AbstractOptimizer):
    """Schedule-Free AdamW (Defazio et al., 2024, arXiv:2405.15682); not in torch.

    v ← β₂ v + (1 − β₂) g²,  z ← z − γ (g / (√v̂ + ε) + λ θ),  x ← (1 − c) x + c z,  θ ← (1 − β₁) z + β₁ x, with γ and c
    as in Schedule-Free SGD. Gradients are computed at θ, the paper's y; the average x is the state `ax`.
    """

    buffers: ClassVar = ("z", "ax", "lr_max", "weight_sum", "exp_avg_sq")
    shared: ClassVar = ScheduleFreeSGD.shared
    rule: ClassVar = Rule(schedule_free_adamw_init, schedule_free_adamw_update, _equations)

    lr: LearningRate = 2.5e-3
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    eps: Epsilon = 1e-8
    weight_decay: WeightDecay = 0.0
    warmup_steps: WarmUp = 0
    r: Power = 0.0
    weight_lr_power: RatePower = 2.0
    maximize: Maximize = False
