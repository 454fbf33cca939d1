"""Adam's second moment in little memory, with steps in proportion to the parameters."""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Real
from optim_core.optimizers.base import AbstractOptimizer
from optim_core.optimizers.rules import (
    Equation,
    Hyper,
    Quantities,
    Rule,
    State,
    decoupled_decay,
    decoupled_decay_equations,
    fill_like,
    gradient_equation,
    zeros,
)
from optim_core.optimizers.shared_hypers import LearningRate, Maximize, WeightDecay


def _init(params: Tensor, _h: Hyper) -> State:
    return {"variance": zeros(params)}


def _rms(x: Tensor) -> Tensor:
    """The root mean square of each row, expanded to the shape of x (..., n)."""
    return fill_like(x.norm(dim=-1, keepdim=True) / x.shape[-1] ** 0.5, x)


def _update(grad: Tensor, state: State, params: Tensor, step: Any, h: Hyper) -> Quantities:
    g = -grad if h["maximize"] else grad
    # v <- (1 − t^τ) v + t^τ g²
    v = torch.lerp(state["variance"], g * g, fill_like(step ** h["beta2_decay"], g))
    eps1 = fill_like(h["eps1"], g)
    eps1 = torch.where(eps1 > 0, eps1, torch.finfo(g.dtype).eps)
    root = torch.maximum(v, eps1 * eps1).sqrt()
    # u = g / √max(v, ε₁²);  θ <- θ − max(ε₂, RMS(θ)) min(η, 1 / √t) u / max(1, RMS(u) / d)
    u = g / root
    size, scale = _rms(u), torch.maximum(_rms(params), fill_like(h["eps2"], g))
    clip = torch.clamp(size / h["d"], min=1.0)
    lr = scale * torch.minimum(fill_like(h["lr"], g), fill_like(step**-0.5, g)) / clip
    q = {"g": g, "variance": v, "root": root, "direction": u, "size": size, "clip": clip, "scale": scale, "lr_t": lr}
    return q | decoupled_decay(-lr * u, params, h)


def _equations(h: Hyper) -> tuple[Equation, ...]:
    least = "<eps1>^2" if h["eps1"] else "2^{-104}"
    return (
        gradient_equation(h, decay=False),
        Equation("variance", "v_t", r"(1 - <t>^{<beta2_decay>})\,<variance~> + <t>^{<beta2_decay>}\,<g>^2"),
        Equation("root", "r_t", rf"\sqrt{{\max(<variance>,\ {least})}}"),
        Equation("direction", "u_t", r"\frac{<g>}{<root>}"),
        Equation("size", r"\operatorname{RMS}(u_t)", r"\frac{\lVert u_t \rVert}{\sqrt{n}}", joint=True),
        Equation("clip", "n_t", r"\max(1,\ \frac{<size>}{<d>})"),
        Equation("scale", "s_t", r"\max(\frac{\lVert \theta_{t-1} \rVert}{\sqrt{n}},\ <eps2>)", joint=True),
        Equation("lr_t", r"\eta_t", r"\frac{<scale>\,\min(<lr>,\ 1 / \sqrt{<t>})}{<clip>}"),
        *decoupled_decay_equations(r"- <lr_t>\,<direction>", h),
    )


@dataclass(frozen=True, kw_only=True)
class Adafactor(AbstractOptimizer):
    """Steps in proportion to the parameters, clipped (Shazeer & Stern, 2018), as `torch.optim.Adafactor`.

    v ← (1 − t^τ) v + t^τ g²,  u = g / √max(v, ε₁²),  θ ← θ − max(ε₂, RMS(θ)) min(η, 1 / √t) u / max(1, RMS(u) / d)

    This is the step of a vector, with RMS over all of it; for a matrix, averages over rows and over columns replace v.
    ε₁ = 0 or None is the precision of the numbers.
    """

    torch_class: ClassVar = torch.optim.Adafactor
    packed: ClassVar = {"eps": ("eps1", "eps2")}
    none_values: ClassVar = {"eps1": 0.0}
    buffers: ClassVar = ("variance",)
    elementwise: ClassVar = False
    divisor: ClassVar = "root"
    rule: ClassVar = Rule(_init, _update, _equations)

    lr: LearningRate = 1e-2
    beta2_decay: Annotated[float, Real("τ", -10.0, 0.0, slider_range=(-2.0, 0.0))] = -0.8
    eps1: Annotated[float, Real("ε₁", 0.0, 1.0, scale="log", slider_range=(1e-16, 1e-1))] = 0.0
    eps2: Annotated[float, Real("ε₂", 0.0, 1.0, scale="log", slider_range=(1e-8, 1.0))] = 1e-3
    d: Annotated[float, Real("d", 1.0, 1e3, scale="log", slider_range=(1.0, 100.0))] = 1.0
    weight_decay: WeightDecay = 0.0
    maximize: Maximize = False

    def torch_kwargs(self) -> dict[str, Any]:
        return super().torch_kwargs() | {"eps": (self.eps1 or None, self.eps2)}
