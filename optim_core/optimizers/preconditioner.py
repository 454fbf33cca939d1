"""The edge of stability of Adam: what its steps divide by, and the curvature that they can bear after that."""

from collections.abc import Mapping
from typing import Any

from torch import Tensor

from optim_core.optimizers.adam import Adam
from optim_core.optimizers.adamw import AdamW
from optim_core.optimizers.base import AbstractOptimizer


def divisor(optimizer: AbstractOptimizer, state: Mapping[str, Any]) -> Tensor | None:
    """What Adam and AdamW divide the average of the gradients by (...), from torch's state of a parameter (...).

    (1 − β₁ᵗ) (√v̂ + ε) after t updates (Cohen et al., 2022, arXiv:2207.14484, section 2). None before the first update
    and for other optimizers.
    """
    if not isinstance(optimizer, Adam | AdamW) or "exp_avg_sq" not in state:
        return None
    squares: Tensor = state["max_exp_avg_sq" if optimizer.amsgrad else "exp_avg_sq"]
    step = float(state["step"])
    root = squares.sqrt() / (1 - optimizer.beta2**step) ** 0.5
    found: Tensor = (1 - optimizer.beta1**step) * (root + optimizer.eps)
    return found


def max_stable_preconditioned(optimizer: AbstractOptimizer) -> float | None:
    """The largest eigenvalue of divisor⁻¹ H at which steps on a parabola do not grow: (2 + 2 β₁) / ((1 − β₁) lr).

    38 / lr at β₁ = 0.9. None for other optimizers, a moving or negated rate, lr 0, or a penalty in the gradient.
    """
    if not isinstance(optimizer, Adam | AdamW) or optimizer.maximize or optimizer.schedule or not optimizer.lr:
        return None
    if isinstance(optimizer, Adam) and optimizer.weight_decay and not optimizer.decoupled_weight_decay:
        return None
    return (2 + 2 * optimizer.beta1) / ((1 - optimizer.beta1) * optimizer.lr)
