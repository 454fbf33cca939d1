"""Resilient propagation."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Real
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
    zeros,
)
from optim_core.optimizers.shared_hypers import LearningRate, Maximize


def _init(params: Tensor, h: Hyper) -> State:
    return {"prev": zeros(params), "step_size": fill_like(h["lr"], params)}


def _update(grad: Tensor, state: State, _params: Tensor, _step: int, h: Hyper) -> Quantities:
    g = -grad if h["maximize"] else grad
    # c <- g g′: whether the sign has stayed; s <- s η₊, s η₋ or s, within its bounds
    c = g * state["prev"]
    growth, shrinkage, least, most = (
        fill_like(h[name], g) for name in ("etaplus", "etaminus", "step_size_min", "step_size_max")
    )
    factor = torch.where(c > 0, growth, torch.where(c < 0, shrinkage, 1.0))
    s = torch.minimum(torch.maximum(state["step_size"] * factor, least), most)
    # g′ <- 0 where the sign has changed, so that the next step goes on as if there had been no gradient
    gradient = torch.where(c < 0, 0.0, g)
    return {"g": g, "agreement": c, "factor": factor, "step_size": s, "prev": gradient, "update": -gradient.sign() * s}


def _equations(h: Hyper) -> tuple[Equation, ...]:
    return (
        gradient_equation(h),
        Equation("agreement", "c_t", r"<g>\,<prev~>"),
        by_cases(
            "factor",
            r"\gamma_t",
            Case("<etaplus>", "agreement", ">", 0),
            Case("1", "agreement", "=", 0),
            Case("<etaminus>", "agreement", "<", 0),
        ),
        Equation("step_size", "s_t", r"\min(\max(<factor>\,<step_size~>,\ <step_size_min>),\ <step_size_max>)"),
        by_cases("prev", "g'_t", Case("<g>", "agreement", r"\ge", 0), Case("0", "agreement", "<", 0)),
        Equation("update", r"\Delta\theta_t", r"-\operatorname{sign}(<prev>)\,<step_size>"),
    )


@dataclass(frozen=True, kw_only=True)
class Rprop(AbstractOptimizer):
    """A step size for each parameter, by the signs of its gradients (Riedmiller & Braun, 1993), as `torch.optim.Rprop`.

    s ← η₊ s where the sign stayed, η₋ s where it changed; θ ← θ − s sign(g), but no step where it changed.
    """

    torch_class: ClassVar = torch.optim.Rprop
    lr_is_initial_step: ClassVar = True
    packed: ClassVar = {"etas": ("etaminus", "etaplus"), "step_sizes": ("step_size_min", "step_size_max")}
    buffers: ClassVar = ("prev", "step_size")
    signed: ClassVar = True
    rule: ClassVar = Rule(_init, _update, _equations)

    lr: LearningRate = 1e-2
    etaminus: Annotated[float, Real("η₋", 0.0, 1.0, low_open=True, high_open=True)] = 0.5
    etaplus: Annotated[float, Real("η₊", 1.0, 10.0, slider_range=(1.0, 3.0), low_open=True)] = 1.2
    step_size_min: Annotated[float, Real("s₋", 0.0, 1e-3, scale="log", slider_range=(1e-12, 1e-3))] = 1e-6
    step_size_max: Annotated[float, Real("s₊", 1e-3, 1e6, scale="log", slider_range=(1e-3, 1e3))] = 50.0
    maximize: Maximize = False
