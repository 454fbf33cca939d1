"""Two optimizers of one model as one object; part of exported scripts."""

from typing import Any

import torch


class CombinedOptimizer:
    """Optimizers that step together, each with its own parameters."""

    def __init__(self, *parts: torch.optim.Optimizer) -> None:
        self.parts = parts

    def zero_grad(self) -> None:
        for part in self.parts:
            part.zero_grad()

    def step(self, _closure: Any = None) -> None:
        for part in self.parts:
            part.step()
