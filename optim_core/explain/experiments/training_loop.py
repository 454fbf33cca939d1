"""The four calls of a training loop in PyTorch, on a model of one layer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import torch
from torch import Tensor, nn

from optim_core.base.domains import Whole
from optim_core.base.errors import SpecError
from optim_core.explain.experiments.base import AbstractExperiment, ExperimentResult
from optim_core.models.datasets import Digits
from optim_core.models.logistic import logistic
from optim_core.optimizers import AbstractOptimizer
from optim_core.optimizers.labels import labels
from optim_core.specs.charts import Chart, Line

CALLS = ("zero_grad", "forward", "backward", "step")


@dataclass(frozen=True, kw_only=True)
class TrainingLoop(AbstractExperiment):
    """Softmax regression on all training digits at once, from weights and biases of 0.

    `zero_grad`, `forward`, `backward` and `step`: how far all calls of that name together move the parameters, as the
    sum of Euclidean distances. `first` and `last`: the loss before the first and after the last update. `twice`: norm
    of the gradient after two backward passes in a row, over that after one. `parameters`: how many there are.
    SpecError for optimizers that need a closure.
    """

    steps: Annotated[int, Whole("T", 2, 1_000, scale="log")] = 100

    def check_together(self) -> None:
        super().check_together()
        if any(optimizer.uses_closure for optimizer in self.optimizers):
            where = f"{type(self).__name__}.optimizers"
            raise SpecError(where, "range", range="{step()}", got=labels(self.optimizers))

    def run(self) -> ExperimentResult:
        numbers: list[tuple[float, ...]] = []
        lines: list[Line] = []
        for name, optimizer in zip(labels(self.optimizers), self.optimizers, strict=True):
            model = logistic(Digits().inputs, Digits().outputs)
            for parameter in model.parameters():
                nn.init.zeros_(parameter)
            twice = _gradient_of_two_passes(model)
            moved, losses = self._loop(optimizer, model)
            numbers.append((*moved, losses[0], losses[-1], twice, float(len(_flat(model)))))
            lines.append(Line(name=name, x=np.arange(self.steps + 1.0), y=np.array(losses)))
        names = (*CALLS, "first", "last", "twice", "parameters")
        return ExperimentResult(
            numbers=dict(zip(names, zip(*numbers, strict=True), strict=True)),
            chart=Chart(x="figure.step", y="figure.quantity.loss", lines=tuple(lines)),
        )

    def _loop(self, optimizer: AbstractOptimizer, model: nn.Module) -> tuple[list[float], list[float]]:
        """Distance moved by each of `CALLS`, and the loss before the first update and after each."""
        torch_optimizer = optimizer.build(list(model.parameters()))
        losses: list[Tensor] = []
        calls: dict[str, Callable[[], object]] = {
            "zero_grad": torch_optimizer.zero_grad,
            "forward": lambda: losses.append(_loss(model)),
            "backward": lambda: torch.autograd.backward(losses[-1]),
            "step": torch_optimizer.step,
        }
        moved, before = dict.fromkeys(CALLS, 0.0), _flat(model)
        for step in range(1, self.steps + 1):
            if optimizer.is_scheduled:
                optimizer.apply_schedule(torch_optimizer, step)
            for name in CALLS:
                calls[name]()
                after = _flat(model)
                moved[name] += float((after - before).norm())
                before = after
        return list(moved.values()), [loss.item() for loss in (*losses, _loss(model))]


def _gradient_of_two_passes(model: nn.Module) -> float:
    """Norm of the gradient after two backward passes without zero_grad between, over that after the first."""
    norms = []
    for _ in range(2):
        torch.autograd.backward(_loss(model))
        norms.append(torch.cat([p.grad.flatten() for p in model.parameters() if p.grad is not None]).norm())
    model.zero_grad()
    return float(norms[1] / norms[0])


def _loss(model: nn.Module) -> Tensor:
    """Cross-entropy over all training digits ()."""
    data = Digits().split()
    return nn.functional.cross_entropy(model(data.train_x), data.train_y)


def _flat(model: nn.Module) -> Tensor:
    """A copy of all parameters in one vector (P,)."""
    return nn.utils.parameters_to_vector(model.parameters()).detach().clone()
