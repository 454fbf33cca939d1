"""Adagrad with a full matrix for each dimension of a tensor."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor

from optim_core.base.domains import Real
from optim_core.optimizers.base import AbstractOptimizer
from optim_core.optimizers.requirements import MATRICES
from optim_core.optimizers.rules import Equation, Hyper, Quantities, Rule, State, gradient_equation, gradient_with_decay
from optim_core.optimizers.shared_hypers import LearningRate, Maximize, RescaledDecay


def shampoo_init(params: Tensor, h: Hyper) -> State:
    """The state before the first step: for each dimension of size n a matrix (n, n) with ε on the diagonal."""
    sides = (params.new_zeros(size, size) for size in params.shape)
    return {f"side_{index}": side.fill_diagonal_(h["eps"]) for index, side in enumerate(sides, 1)}


def shampoo_update(grad: Tensor, state: State, params: Tensor, step: int, h: Hyper) -> Quantities:
    """The quantities of a step of one tensor of shape (n₁, ..., nₖ): a matrix (nᵢ, nᵢ) each, and the update."""
    g = gradient_with_decay(grad, params, h)
    q, preconditioned = {"g": g}, g
    for side, (name, before) in enumerate(state.items()):
        rows = g.movedim(side, 0).reshape(g.shape[side], -1)
        # H <- H + G Gᵀ, of G with this side's rows;  G <- H^(−1/2k) G
        q[name] = before + rows @ rows.mT
        root = inverse_root(q[name], 2 * g.dim(), h["eps"])
        preconditioned = torch.tensordot(root, preconditioned, dims=([1], [side])).movedim(0, side)
    return q | {"update": -h["lr"] * preconditioned}


def inverse_root(matrix: Tensor, power: int, least: float) -> Tensor:
    """A symmetric `matrix` (n, n) to the power −1 / `power`; eigenvalues are at least `least`, NaN if not finite."""
    if not matrix.isfinite().all():
        return torch.full_like(matrix, torch.nan)
    values, vectors = torch.linalg.eigh(matrix.double())
    root: Tensor = (vectors * values.clamp(min=least) ** (-1 / power)) @ vectors.mT
    return root.to(matrix.dtype)


def _equations(h: Hyper) -> tuple[Equation, ...]:
    return (
        gradient_equation(h)._replace(symbol="G_t"),
        Equation("side_1", "L_t", r"<side_1~> + <g>\,<g>^\top"),
        Equation("side_2", "R_t", r"<side_2~> + <g>^\top\,<g>"),
        Equation("update", r"\Delta\theta_t", r"-<lr>\,<side_1>^{-1/4}\,<g>\,<side_2>^{-1/4}"),
    )


@dataclass(frozen=True, kw_only=True)
class Shampoo(AbstractOptimizer):
    """Gradient descent preconditioned in each dimension (Gupta, Koren & Singer, 2018, arXiv:1802.09568); not in torch.

    W ← W − η L^(−1/4) G R^(−1/4), where L = ε I + Σ G Gᵀ and R = ε I + Σ Gᵀ G. As published, a tensor with k dimensions
    has k such matrices, to the power −1/2k, so that a vector's step is full-matrix Adagrad.
    """

    elementwise: ClassVar = False
    param_requirement: ClassVar = MATRICES
    rule: ClassVar = Rule(shampoo_init, shampoo_update, _equations)

    lr: LearningRate = 1e-3
    eps: Annotated[float, Real("ε", 1e-12, 1.0, scale="log", slider_range=(1e-12, 1e-1))] = 1e-6
    weight_decay: RescaledDecay = 0.0
    maximize: Maximize = False
