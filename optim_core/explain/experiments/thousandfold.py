"""A surface and the same surface a thousand times as high."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
import torch
from torch import Tensor

from optim_core.base.domains import Real, Whole
from optim_core.base.result import DIVERGENCE
from optim_core.explain.experiments.base import AbstractExperiment, ExperimentResult
from optim_core.explain.experiments.follow_gradients import follow_gradients, gradient_of
from optim_core.optimizers.labels import labels
from optim_core.specs.charts import Chart, Line
from optim_core.surfaces import Rosenbrock

FLOOR = 1e-17
"""The least distance on the chart's log axis; a distance of 0 is drawn there."""


@dataclass(frozen=True, kw_only=True)
class Thousandfold(AbstractExperiment):
    """Rosenbrock's function and `factor` times that function, from (-1.2, 1) at the same lr.

    `apart`: the largest distance between the two paths in x or y. Infinite if it reaches 1e6 or is not a number.
    """

    factor: Annotated[float, Real("", 1e-6, 1e6, scale="log")] = 1_000.0
    steps: Annotated[int, Whole("T", 10, 2_000, scale="log")] = 500

    def run(self) -> ExperimentResult:
        surface, start = Rosenbrock(), torch.tensor([-1.2, 1.0], dtype=torch.float64)

        def scaled(xy: Tensor) -> Tensor:
            """The higher surface, (..., 2) -> (...)."""
            return self.factor * surface(xy)

        apart, lines = [], []
        for optimizer, name in zip(self.optimizers, labels(self.optimizers), strict=True):
            plain, high = (follow_gradients(optimizer, start, gradient_of(f), self.steps)[0] for f in (surface, scaled))
            with np.errstate(over="ignore", invalid="ignore"):
                distance = np.abs(plain - high).max(axis=1)
            finite_steps = int(np.argmin(np.append(distance < DIVERGENCE, False)))  # a NaN is not below it either
            apart.append(float(distance.max()) if finite_steps > self.steps else np.inf)
            y = np.maximum(distance[1:finite_steps], FLOOR)
            lines.append(Line(name=name, x=np.arange(1.0, len(y) + 1), y=y))
        chart = Chart(x="figure.step", y="chart.apart", lines=tuple(lines), log_y=True)
        return ExperimentResult(numbers={"apart": tuple(apart)}, chart=chart)
