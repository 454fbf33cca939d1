"""Root-mean-square propagation."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch

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


def decayed_momentum(step: int, momentum: float, momentum_decay: float) -> float:
    """Momentum at `step`, counted from 1; not in torch."""
    return momentum * (1 - momentum_decay) ** (step - 1)


@dataclass(frozen=True, kw_only=True)
class RMSprop(AbstractOptimizer):
    """Gradient over the root of its mean square (Hinton, 2012, lecture 6e), as `torch.optim.RMSprop`.

    v ← α v + (1 − α) g²,  b ← μ b + g / (√v + ε),  θ ← θ − η b;  `centered` takes v − (mean of g)² in the root.
    `momentum_decay` is this project's: μ at step t is μ (1 − δ)ᵗ⁻¹.
    """

    torch_class: ClassVar = torch.optim.RMSprop
    buffers: ClassVar = ("square_avg", "grad_avg", "momentum_buffer")

    lr: LearningRate = 1e-2
    alpha: Annotated[float, Real("α", 0.0, 1.0, scale="complement", high_open=True)] = 0.99
    eps: Epsilon = 1e-8
    weight_decay: WeightDecay = 0.0
    momentum: Momentum = 0.0
    momentum_decay: Annotated[float, Real("δ", 0.0, 1.0, in_torch=False)] = 0.0
    centered: Annotated[bool, Flag()] = False
    maximize: Maximize = False

    def schedules(self) -> dict[str, Schedule]:
        return {"momentum": decayed_momentum} if self.momentum_decay else {}
