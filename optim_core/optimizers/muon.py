"""Orthogonalized momentum."""

from dataclasses import dataclass, replace
from typing import Annotated, Any, ClassVar

import torch

from optim_core.base.domains import Choice, Flag, Real, Whole
from optim_core.optimizers.adamw import AdamW
from optim_core.optimizers.base import AbstractOptimizer
from optim_core.optimizers.requirements import MATRICES
from optim_core.optimizers.schedules import RATE
from optim_core.optimizers.shared_hypers import Epsilon, LearningRate, Momentum, WeightDecay

ORIGINAL = "original"
FORMULA = r"""\begin{aligned}
B_t &= \mu\,B_{t-1} + (1 - \mu)\,G_t \\
M_t &= \mu\,B_t + (1 - \mu)\,G_t \\
X_0 &= \frac{M_t}{\max(\lVert M_t \rVert_F,\ \varepsilon)} \\
A_j &= X_{j-1} X_{j-1}^\top \\
X_j &= a\,X_{j-1} + (b\,A_j + c\,A_j^2)\,X_{j-1} \\
s &= \sqrt{\max(1,\ m / n)} \\
W_t &= (1 - \eta\,\lambda)\,W_{t-1} - \eta\,s\,X_k
\end{aligned}"""


@dataclass(frozen=True, kw_only=True)
class Muon(AbstractOptimizer):
    """Orthogonalized momentum (Jordan et al., 2024), as `torch.optim.Muon`; AdamW steps all other parameters.

    B ← μ B + (1 − μ) G,  W ← (1 − η λ) W − η √max(1, rows / columns) U Vᵀ with U S Vᵀ = (1 − μ) G + μ B

    U Vᵀ is approximated by the Newton-Schulz iteration in bfloat16: X ← a X + (b X Xᵀ + c (X Xᵀ)²) X, from X / |X|.
    `adjust_lr_fn`: None is "original".
    """

    torch_class: ClassVar = torch.optim.Muon
    packed: ClassVar = {"ns_coefficients": ("ns_a", "ns_b", "ns_c")}
    none_values: ClassVar = {"adjust_lr_fn": ORIGINAL}
    buffers: ClassVar = ("momentum_buffer",)
    elementwise: ClassVar = False
    param_requirement: ClassVar = MATRICES
    formula: ClassVar = FORMULA

    lr: LearningRate = 1e-3
    rest_lr: Annotated[float, replace(RATE, symbol="η′", in_torch=False)] = 1e-3
    weight_decay: WeightDecay = 0.1
    momentum: Momentum = 0.95
    nesterov: Annotated[bool, Flag()] = True
    ns_a: Annotated[float, Real("a", -10.0, 10.0)] = 3.4445
    ns_b: Annotated[float, Real("b", -10.0, 10.0)] = -4.775
    ns_c: Annotated[float, Real("c", -10.0, 10.0)] = 2.0315
    eps: Epsilon = 1e-7
    ns_steps: Annotated[int, Whole("k", 0, 99, slider_range=(0, 10))] = 5
    adjust_lr_fn: Annotated[str, Choice("", (ORIGINAL, "match_rms_adamw"))] = ORIGINAL

    def torch_kwargs(self) -> dict[str, Any]:
        return super().torch_kwargs() | ({"adjust_lr_fn": None} if self.adjust_lr_fn == ORIGINAL else {})

    @property
    def fallback_optimizer(self) -> AbstractOptimizer:
        return AdamW(lr=self.rest_lr, schedule=self.schedule)
