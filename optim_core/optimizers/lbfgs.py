"""Limited-memory BFGS, whose step evaluates the loss several times."""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

import torch

from optim_core.base.domains import Choice, Real, Whole
from optim_core.optimizers.base import AbstractOptimizer
from optim_core.optimizers.shared_hypers import LearningRate

Tolerance = Annotated[float, Real("", 0.0, 1.0, scale="log", slider_range=(1e-12, 1e-2))]
AUTO, NONE = 0, "none"


@dataclass(frozen=True, kw_only=True)
class LBFGS(AbstractOptimizer):
    """Quasi-Newton steps from the last gradients (Liu & Nocedal, 1989), as `torch.optim.LBFGS`.

    A step makes up to `max_iter` iterations and `max_eval` evaluations; None or 0 is 5/4 of `max_iter`.
    Without a line search one step may go very far, and the next ones come back; hence `divergence_factor`.
    """

    torch_class: ClassVar = torch.optim.LBFGS
    buffers: ClassVar = ("d", "t", "H_diag")
    elementwise: ClassVar = False
    uses_closure: ClassVar = True
    divergence_factor: ClassVar = 1e6
    none_values: ClassVar = {"max_eval": AUTO, "line_search_fn": NONE}

    lr: LearningRate = 1.0
    max_iter: Annotated[int, Whole("", 1, 100, scale="log")] = 20
    max_eval: Annotated[int, Whole("", AUTO, 125)] = AUTO
    tolerance_grad: Tolerance = 1e-7
    tolerance_change: Tolerance = 1e-9
    history_size: Annotated[int, Whole("m", 1, 100, scale="log")] = 100
    line_search_fn: Annotated[str, Choice("", (NONE, "strong_wolfe"))] = NONE

    @property
    def evaluations(self) -> int:
        return self.max_eval or self.max_iter * 5 // 4

    @property
    def history_copies(self) -> int:
        return 2 * self.history_size

    def torch_kwargs(self) -> dict[str, Any]:
        line_search = None if self.line_search_fn == NONE else self.line_search_fn
        return super().torch_kwargs() | {"max_eval": self.max_eval or None, "line_search_fn": line_search}
