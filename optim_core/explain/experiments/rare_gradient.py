"""A rare large gradient, whose weight in Adam's averages fades too fast."""

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import torch
from torch import Tensor

from optim_core.base.domains import Real, Whole
from optim_core.explain.experiments.base import AbstractExperiment, ExperimentResult
from optim_core.explain.experiments.follow_gradients import follow_gradients
from optim_core.optimizers.labels import labels
from optim_core.specs.charts import Chart, Line

PERIOD = 101
"""Steps from one large gradient to the next."""
POINTS = 300
"""Points of a path that the chart shows."""


@dataclass(frozen=True, kw_only=True)
class RareGradient(AbstractExperiment):
    """x in [-1, 1] with f = `large` x at one step in 101 and -10 x at the others (Reddi, Kale & Kumar, 2018).

    With large = 1010 the mean slope is 0.1, so that x = -1 is best. At step t, lr is the contender's lr / √t.
    `end`: the last x.
    """

    large: Annotated[float, Real("", 0.0, 1e5)] = 1_010.0
    steps: Annotated[int, Whole("T", 101, 30_000, scale="log")] = 30_000

    def run(self) -> ExperimentResult:
        ends, lines = [], []
        shown = np.unique(np.linspace(0, self.steps, POINTS).round().astype(int))
        for optimizer, name in zip(self.optimizers, labels(self.optimizers), strict=True):

            def after(x: Tensor, torch_optimizer: torch.optim.Optimizer, step: int, lr: float = optimizer.lr) -> None:
                """Clip x (1,) to [-1, 1] and set lr for the next step."""
                x.clamp_(-1, 1)
                torch_optimizer.param_groups[0]["lr"] = lr / math.sqrt(step + 1)

            path, _ = follow_gradients(
                optimizer, torch.zeros(1, dtype=torch.float64), self._gradient, self.steps, after=after
            )
            ends.append(float(path[-1, 0]))
            lines.append(Line(name=name, x=shown.astype(float), y=path[shown, 0]))
        return ExperimentResult(
            numbers={"end": tuple(ends)}, chart=Chart(x="figure.step", y="chart.x", lines=tuple(lines))
        )

    def _gradient(self, x: Tensor, step: int) -> Tensor:
        return torch.full_like(x, self.large if step % PERIOD == 1 else -10.0)
