"""Steps as long as the curvature along the last one suggests."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Flag, Real
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


def secant_init(params: Tensor, _h: Hyper) -> State:
    """The state before the first step: zeros for the previous point and gradient, (..., n) each."""
    return {"previous_params": zeros(params), "previous_grad": zeros(params)}


def secant_update(grad: Tensor, state: State, params: Tensor, step: int, h: Hyper) -> Quantities:
    """The quantities of a step, (..., n) each; inner products are over the last dimension."""
    g = -grad if h["maximize"] else grad
    # s <- θ − θ′,  y <- g − g′, both 0 at the first step
    s = torch.zeros_like(g) if step == 1 else params - state["previous_params"]
    y = torch.zeros_like(g) if step == 1 else g - state["previous_grad"]
    q = {"g": g, "secant": s, "change": y, "curvature": inner(s, y)}
    q |= {"square": inner(y, y) if h["short"] else inner(s, s)}
    # α <- s·s / s·y, or s·y / y·y, within its bounds; η where s·y shows no minimum ahead
    ratio = q["curvature"] / q["square"] if h["short"] else q["square"] / q["curvature"]
    least, most = fill_like(h["step_size_min"], g), fill_like(h["step_size_max"], g)
    within = torch.minimum(torch.maximum(ratio, least), most)
    q["lr_t"] = torch.where(q["curvature"] > 0, within, fill_like(h["lr"], g))
    return q | {"previous_params": params.clone(), "previous_grad": g, "update": -q["lr_t"] * g}


def inner(a: Tensor, b: Tensor) -> Tensor:
    """The inner products of a and b (..., n) over the last dimension, expanded to (..., n)."""
    return (a * b).sum(-1, keepdim=True).expand_as(a)


def _equations(h: Hyper) -> tuple[Equation, ...]:
    square = r"\lVert <change>\rVert^2" if h["short"] else r"\lVert <secant>\rVert^2"
    ratio = r"\frac{<curvature>}{<square>}" if h["short"] else r"\frac{<square>}{<curvature>}"
    bounded = rf"\min(\max({ratio},\ <step_size_min>),\ <step_size_max>)"
    return (
        gradient_equation(h, decay=False),
        Equation("secant", "s_t", r"<theta~> - <previous_params~>", first="0"),
        Equation("change", "y_t", r"<g> - <previous_grad~>", first="0"),
        Equation("curvature", "c_t", r"\langle <secant>,\ <change>\rangle", joint=True),
        Equation("square", "q_t", square, joint=True),
        by_cases("lr_t", r"\eta_t", Case(bounded, "curvature", ">", 0), Case("<lr>", "curvature", r"\le", 0)),
        Equation("previous_params", r"\theta'_t", "<theta~>"),
        Equation("previous_grad", "g'_t", "<g>"),
        Equation("update", r"\Delta\theta_t", r"-<lr_t>\,<g>"),
    )


@dataclass(frozen=True, kw_only=True)
class BarzilaiBorwein(AbstractOptimizer):
    """Two-point step sizes (Barzilai & Borwein, 1988, doi:10.1093/imanum/8.1.141); not in torch.

    θ ← θ − α g with α = s·s / s·y, or s·y / y·y if `short`; s is the last step and y the change of the gradient in it.
    α stays within its bounds, and is η at the first step and where s·y ≤ 0, as in Raydan (1997), but without a line
    search.
    """

    buffers: ClassVar = ("previous_params", "previous_grad")
    elementwise: ClassVar = False
    flat: ClassVar = True
    rule: ClassVar = Rule(secant_init, secant_update, _equations)

    lr: LearningRate = 1e-3
    short: Annotated[bool, Flag()] = False
    step_size_min: Annotated[float, Real("α₋", 0.0, 1e-3, scale="log", slider_range=(1e-12, 1e-3))] = 1e-10
    step_size_max: Annotated[float, Real("α₊", 1e-3, 1e12, scale="log", slider_range=(1e-3, 1e12))] = 1e10
    maximize: Maximize = False
