"""Adam's steps with and without bias correction."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
import torch

from optim_core.base.domains import Whole
from optim_core.base.errors import SpecError
from optim_core.explain.experiments.base import AbstractExperiment, ExperimentResult
from optim_core.explain.experiments.follow_gradients import follow_gradients
from optim_core.optimizers import Adam
from optim_core.optimizers.labels import labels
from optim_core.specs.charts import Chart, Line


@dataclass(frozen=True, kw_only=True)
class Uncorrected(AbstractExperiment):
    """Adam with a constant gradient of 1 (Kingma & Ba, 2014, section 3). SpecError for other optimizers.

    torch has no Adam without the correction, so that step is computed as m / √v from torch's averages. Lengths in lr:
    `corrected` and `first` are the first step with and without the correction, `largest` is the longest step without
    it, at step `peak`.
    """

    steps: Annotated[int, Whole("T", 20, 5_000, scale="log")] = 60

    def check_together(self) -> None:
        super().check_together()
        if not all(isinstance(optimizer, Adam) for optimizer in self.optimizers):
            raise SpecError("Uncorrected.optimizers", "range", range="{Adam}", got=labels(self.optimizers))

    def run(self) -> ExperimentResult:
        numbers: list[tuple[float, ...]] = []
        lines: list[Line] = []
        steps = np.arange(1.0, self.steps + 1)
        for optimizer in self.optimizers:
            path, state = follow_gradients(
                optimizer,
                torch.zeros(1, dtype=torch.float64),
                lambda x, _step: torch.ones_like(x),
                self.steps,
                watch=("exp_avg", "exp_avg_sq"),
            )
            real = np.abs(np.diff(path[:, 0])) / optimizer.lr
            bare = state["exp_avg"][:, 0] / np.sqrt(state["exp_avg_sq"][:, 0])
            numbers.append((real[0], bare[0], bare.max(), float(bare.argmax() + 1)))
            lines += [Line(name="chart.corrected", x=steps, y=real), Line(name="chart.uncorrected", x=steps, y=bare)]
        columns = zip(("corrected", "first", "largest", "peak"), zip(*numbers, strict=True), strict=True)
        return ExperimentResult(
            numbers={name: tuple(map(float, column)) for name, column in columns},
            chart=Chart(x="figure.step", y="chart.step_in_lr", lines=tuple(lines)),
        )
