"""Root-mean-square propagation."""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Flag, Real
from optim_core.optimizers.base import AbstractOptimizer, KeywordSchedule
from optim_core.optimizers.rules import (
    Equation,
    Hyper,
    Quantities,
    Rule,
    State,
    add_product,
    average_of_squares,
    gradient_equation,
    is_on,
    torch_gradient,
    zeros,
)
from optim_core.optimizers.shared_hypers import Epsilon, Maximize, Momentum, RescaledDecay, StepLength


def decayed_momentum(step: int, momentum: float, momentum_decay: float) -> float:
    """The momentum at `step`, counted from 1; not in torch."""
    return momentum * (1 - momentum_decay) ** (step - 1)


def _init(params: Tensor, h: Hyper) -> State:
    names = {"square_avg": True, "grad_avg": h["centered"], "momentum_buffer": is_on(h["momentum"])}
    return {name: zeros(params) for name, used in names.items() if used}


def _update(grad: Tensor, state: State, params: Tensor, step: int, h: Hyper) -> Quantities:
    g = torch_gradient(grad, params, h)
    # v <- α v + (1 − α) g²
    v = average_of_squares(state["square_avg"], h["alpha"], g)
    q = {"g": g, "square_avg": v}
    if h["centered"]:
        mean = q["grad_avg"] = torch.lerp(state["grad_avg"], g, 1 - h["alpha"])
        v = q["var"] = torch.addcmul(v, mean, mean, value=-1)
    d = v.sqrt() + h["eps"]
    q |= {"denom": d, "direction": g / d}
    if not is_on(h["momentum"]):
        return q | {"update": -h["lr"] * q["direction"]}
    # b <- μ (1 − δ)ᵗ⁻¹ b + g / (√v + ε)
    mu = decayed_momentum(step, h["momentum"], h["momentum_decay"])
    b = mu * state["momentum_buffer"] + q["direction"]
    # torch no longer changes b once μ (1 − δ)ᵗ⁻¹ underflows to 0; lanes do, but never use it again
    q["momentum_buffer"] = b if _of_lanes(mu) or mu > 0 else state["momentum_buffer"].clone()
    return q | {"update": -h["lr"] * b}


def _move(params: Tensor, q: Quantities, step: int, h: Hyper) -> Tensor:
    """The params after a step (...), rounded like torch: a centered variance may consist of rounding errors only."""
    plain: Tensor = params + -h["lr"] * q["g"] / q["denom"]
    if not is_on(h["momentum"]):
        return plain
    mu: Any = decayed_momentum(step, h["momentum"], h["momentum_decay"])
    pushed = add_product(params, -h["lr"], q["momentum_buffer"])
    if _of_lanes(mu):
        return torch.where(mu > 0, pushed, plain)
    return pushed if mu > 0 else plain


def _of_lanes(value: Any) -> bool:
    return isinstance(value, Tensor) and value.dim() > 0


def _equations(h: Hyper) -> tuple[Equation, ...]:
    lines = [
        gradient_equation(h),
        Equation("square_avg", "v_t", r"<alpha>\,<square_avg~> + (1 - <alpha>)\,<g>^2"),
    ]
    if h["centered"]:
        lines.append(Equation("grad_avg", r"\bar g_t", r"<alpha>\,<grad_avg~> + (1 - <alpha>)\,<g>"))
        lines.append(Equation("var", r"\sigma^2_t", r"<square_avg> - <grad_avg>^2"))
    variance = "var" if h["centered"] else "square_avg"
    lines.append(Equation("denom", "n_t", rf"\sqrt{{<{variance}>}} + <eps>"))
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
    rule: ClassVar = Rule(_init, _update, _equations, _move)

    lr: StepLength = 1e-2
    alpha: Annotated[float, Real("α", 0.0, 1.0, scale="complement", high_open=True)] = 0.99
    eps: Epsilon = 1e-8
    weight_decay: RescaledDecay = 0.0
    momentum: Momentum = 0.0
    momentum_decay: Annotated[float, Real("δ", 0.0, 1.0, high_open=True, in_torch=False)] = 0.0
    centered: Annotated[bool, Flag()] = False
    maximize: Maximize = False

    def keyword_schedules(self) -> dict[str, KeywordSchedule]:
        return {"momentum": decayed_momentum} if self.momentum_decay else {}
