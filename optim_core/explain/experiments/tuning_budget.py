"""Tuning of several optimizers with the same number of trials each."""

from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

import numpy as np
import torch

from optim_core.base.domains import Real, Whole
from optim_core.descend import descend
from optim_core.explain.experiments.base import AbstractExperiment, ExperimentResult
from optim_core.optimizers.labels import labels
from optim_core.specs import MAX_OPTIMIZERS, SurfaceRun
from optim_core.specs.charts import Chart, Line
from optim_core.specs.results import Trajectory
from optim_core.surfaces import Rosenbrock

START = torch.tensor(Rosenbrock.start, dtype=torch.float64)
LOW, HIGH = -5, 1
"""Powers of ten of the lowest and the highest lr."""


@dataclass(frozen=True, kw_only=True)
class TuningBudget(AbstractExperiment):
    """Each contender on Rosenbrock's function with `trials` log-spaced lr from 1e-5 to 10, instead of its own.

    `best`: the lowest final f. `rate`: its lr. `reached`: how many trials end at or below `target` times the first f.
    """

    unused: ClassVar = ("lr",)

    trials: Annotated[int, Whole("", 2, 40)] = 25
    steps: Annotated[int, Whole("T", 10, 1_000, scale="log")] = 500
    target: Annotated[float, Real("", 1e-9, 1.0, scale="log")] = 0.01

    def run(self) -> ExperimentResult:
        rates = np.logspace(LOW, HIGH, self.trials)
        ends = np.array([[_end(path) for path in self._paths(i, rates)] for i in range(len(self.optimizers))])
        bare = [replace(optimizer, lr=1.0) for optimizer in self.optimizers]
        return ExperimentResult(
            numbers={
                "best": tuple(ends.min(axis=1).tolist()),
                "reached": tuple((ends <= self.target * Rosenbrock()(START).item()).sum(axis=1).astype(float).tolist()),
                "rate": tuple(rates[ends.argmin(axis=1)].tolist()),
            },
            chart=Chart(
                x="chart.lr",
                y="chart.final_loss",
                lines=tuple(Line(name=name, x=rates, y=end) for name, end in zip(labels(bare), ends, strict=True)),
                log_x=True,
                log_y=True,
                marks=True,
            ),
        )

    def _paths(self, index: int, rates: np.ndarray) -> list[Trajectory]:
        trials = [replace(self.optimizers[index], lr=rate) for rate in rates.tolist()]
        parts = [tuple(trials[at : at + MAX_OPTIMIZERS]) for at in range(0, len(trials), MAX_OPTIMIZERS)]
        runs = [SurfaceRun(surface=Rosenbrock(), optimizers=part, steps=self.steps) for part in parts]
        return [path for run in runs for path in descend(run)]


def _end(path: Trajectory) -> float:
    """The last f; infinite if the run diverged or failed."""
    return float(path.loss[-1]) if path.status.has_result else float("inf")
