"""Stochastic gradient descent, with momentum and Nesterov's look-ahead."""

import math
from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Flag, Real
from optim_core.base.errors import SpecError
from optim_core.optimizers.base import AbstractOptimizer
from optim_core.optimizers.rules import (
    Equation,
    Hyper,
    Quantities,
    Rule,
    State,
    add_product,
    gradient_equation,
    is_on,
    torch_gradient,
    zeros,
)
from optim_core.optimizers.shared_hypers import LearningRate, Maximize, Momentum, WeightDecay


def _init(params: Tensor, h: Hyper) -> State:
    return {"momentum_buffer": zeros(params)} if is_on(h["momentum"]) else {}


def _update(grad: Tensor, state: State, params: Tensor, step: int, h: Hyper) -> Quantities:
    g = torch_gradient(grad, params, h)
    if not is_on(h["momentum"]):
        return {"g": g, "update": -h["lr"] * g}
    # b <- μ b + (1 − τ) g, and b = g at the first step; torch has no dampening without momentum
    has_momentum = h["momentum"] != 0
    dampening = h["dampening"] * (has_momentum.to(g.dtype) if isinstance(has_momentum, Tensor) else has_momentum)
    b = g if step == 1 else add_product(h["momentum"] * state["momentum_buffer"], 1 - dampening, g)
    d = add_product(g, h["momentum"], b) if h["nesterov"] else b
    return {"g": g, "momentum_buffer": b, "direction": d, "update": -h["lr"] * d}


def _move(params: Tensor, q: Quantities, _step: int, h: Hyper) -> Tensor:
    """The params after a step (...), rounded like torch's `add_(direction, alpha=-lr)`."""
    return add_product(params, -h["lr"], q["direction"] if "direction" in q else q["g"])


def _equations(h: Hyper) -> tuple[Equation, ...]:
    g = gradient_equation(h)
    if not is_on(h["momentum"]):
        return g, Equation("update", r"\Delta\theta_t", r"-<lr>\,<g>")
    fresh = r"(1 - <dampening>)\,<g>" if is_on(h["dampening"]) else "<g>"
    return (
        g,
        Equation("momentum_buffer", "b_t", rf"<momentum>\,<momentum_buffer~> + {fresh}", first="<g>"),
        Equation("direction", "d_t", r"<g> + <momentum>\,<momentum_buffer>" if h["nesterov"] else "<momentum_buffer>"),
        Equation("update", r"\Delta\theta_t", r"-<lr>\,<direction>"),
    )


def largest_load(momentum: float, dampening: float, nesterov: bool) -> float:
    """The largest lr · curvature of a parabola at which the steps do not grow; infinite if there is no limit.

    From the characteristic polynomial of one step: 2 (1 + μ) / (1 − τ) for a heavy ball, 2 (1 + μ) / (1 + 2 μ) with
    Nesterov's look-ahead, 2 without momentum.
    """
    share = 1 + 2 * momentum if nesterov else 1 - dampening * (momentum > 0)
    return 2 * (1 + momentum) / share if share else math.inf


@dataclass(frozen=True, kw_only=True)
class SGD(AbstractOptimizer):
    """Gradient descent (Robbins & Monro, 1951) with heavy-ball momentum (Polyak, 1964), as `torch.optim.SGD`.

    b ← μ b + (1 − τ) g,  θ ← θ − η b;  the first step takes b = g. With `nesterov`, θ ← θ − η (g + μ b): torch's
    parameters, and so the positions of a run, are the look-ahead points x − η μ b of the textbook, not its x.
    """

    torch_class: ClassVar = torch.optim.SGD
    buffers: ClassVar = ("momentum_buffer",)
    rule: ClassVar = Rule(_init, _update, _equations, _move)

    lr: LearningRate = 1e-3
    momentum: Momentum = 0.0
    dampening: Annotated[float, Real("τ", 0.0, 1.0)] = 0.0
    weight_decay: WeightDecay = 0.0
    nesterov: Annotated[bool, Flag()] = False
    maximize: Maximize = False

    def check_together(self) -> None:
        if self.nesterov and (self.momentum == 0 or self.dampening != 0):
            raise SpecError("SGD.nesterov", "nesterov", momentum=self.momentum, dampening=self.dampening)

    @property
    def dividend(self) -> str:  # type: ignore[override]  # a class attribute elsewhere
        return "direction" if self.momentum else "g"

    @property
    def max_stable_curvature(self) -> float | None:
        load = largest_load(self.momentum, self.dampening, self.nesterov)
        moving = self.maximize or self.schedule is not None
        return None if moving or math.isinf(load) or not self.lr else load / self.lr - self.weight_decay
