"""Root-mean-square propagation."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.hyper import Flag, Real
from optim_core.optimizers.base import (
    AbstractOptimizer,
    Epsilon,
    LearningRate,
    Maximize,
    Momentum,
    Schedule,
    WeightDecay,
)
from optim_core.optimizers.rules import (
    Equation,
    Hyper,
    Quantities,
    Rule,
    State,
    gradient_equation,
    is_on,
    uphill_and_decay,
    zeros,
)


def decayed_momentum(step: int, momentum: float, momentum_decay: float) -> float:
    """Momentum at `step`, counted from 1; not in torch."""
    return momentum * (1 - momentum_decay) ** (step - 1)


def _init(params: Tensor, h: Hyper) -> State:
    names = {"square_avg": True, "grad_avg": h["centered"], "momentum_buffer": is_on(h["momentum"])}
    return {name: zeros(params) for name, used in names.items() if used}


def _update(grad: Tensor, state: State, params: Tensor, step: int, h: Hyper) -> Quantities:
    g = uphill_and_decay(grad, params, h)
    # v <- α v + (1 − α) g²
    v = h["alpha"] * state["square_avg"] + (1 - h["alpha"]) * g * g
    q = {"g": g, "square_avg": v}
    if h["centered"]:
        mean = q["grad_avg"] = torch.lerp(state["grad_avg"], g, 1 - h["alpha"])
        v = q["var"] = v - mean * mean
    d = v.sqrt() + h["eps"]
    q |= {"denom": d, "direction": g / d}
    if is_on(h["momentum"]):
        # b <- μ (1 − δ)ᵗ⁻¹ b + g / (√v + ε)
        mu = decayed_momentum(step, h["momentum"], h["momentum_decay"])
        q["momentum_buffer"] = mu * state["momentum_buffer"] + q["direction"]
    return q | {"update": -h["lr"] * q.get("momentum_buffer", q["direction"])}


def _equations(h: Hyper) -> tuple[Equation, ...]:
    lines = [
        gradient_equation(h),
        Equation("square_avg", "v_t", r"<alpha>\,<square_avg~> + (1 - <alpha>)\,<g>^2"),
    ]
    if h["centered"]:
        lines.append(Equation("grad_avg", r"\bar g_t", r"<alpha>\,<grad_avg~> + (1 - <alpha>)\,<g>"))
        lines.append(Equation("var", r"\sigma^2_t", r"<square_avg> - <grad_avg>^2"))
    spread = "var" if h["centered"] else "square_avg"
    lines.append(Equation("denom", "n_t", rf"\sqrt{{<{spread}>}} + <eps>"))
    lines.append(Equation("direction", "d_t", r"\frac{<g>}{<denom>}"))
    if is_on(h["momentum"]):
        mu = r"<momentum>\,(1 - <momentum_decay>)^{<t> - 1}" if is_on(h["momentum_decay"]) else "<momentum>"
        lines.append(Equation("momentum_buffer", "b_t", rf"{mu}\,<momentum_buffer~> + <direction>"))
    last = "momentum_buffer" if is_on(h["momentum"]) else "direction"
    return *lines, Equation("update", r"\Delta\theta_t", rf"-<lr>\,<{last}>")


@dataclass(frozen=True, kw_only=True)
class RMSprop(AbstractOptimizer):
    """Gradient over the root of its mean square (Hinton, 2012, lecture 6e), as `torch.optim.RMSprop`.

    v ← α v + (1 − α) g²,  b ← μ b + g / (√v + ε),  θ ← θ − η b;  `centered` takes v − (mean of g)² in the root.
    `momentum_decay` is this project's: μ at step t is μ (1 − δ)ᵗ⁻¹.
    """

    torch_class: ClassVar = torch.optim.RMSprop
    buffers: ClassVar = ("square_avg", "grad_avg", "momentum_buffer")
    rule: ClassVar = Rule(_init, _update, _equations)

    lr: LearningRate = 1e-2
    alpha: Annotated[float, Real("α", 0.0, 1.0, scale="complement", high_open=True)] = 0.99
    eps: Epsilon = 1e-8
    weight_decay: WeightDecay = 0.0
    momentum: Momentum = 0.0
    momentum_decay: Annotated[float, Real("δ", 0.0, 1.0, high_open=True, in_torch=False)] = 0.0
    centered: Annotated[bool, Flag()] = False
    maximize: Maximize = False

    def schedules(self) -> dict[str, Schedule]:
        return {"momentum": decayed_momentum} if self.momentum_decay else {}
