"""The longest step of Adam: after a long time without gradients."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
import torch
from torch import Tensor

from optim_core.base.domains import Whole
from optim_core.explain.experiments.base import AbstractExperiment, ExperimentResult
from optim_core.explain.experiments.follow_gradients import follow_gradients
from optim_core.optimizers.labels import labels
from optim_core.specs.charts import Chart, Line

SHOWN = 60
"""Steps after the silence that the chart shows."""


@dataclass(frozen=True, kw_only=True)
class AfterSilence(AbstractExperiment):
    """Gradients of 0 for `silence` steps, then of 1.

    Lengths in lr: `step` of the first step after the zeros, `largest` of the longest one shown, which is at step `peak`
    after them.
    """

    silence: Annotated[int, Whole("", 1, 20_000, scale="log")] = 20_000

    def run(self) -> ExperimentResult:
        numbers: list[tuple[float, ...]] = []
        lines = []
        for optimizer, name in zip(self.optimizers, labels(self.optimizers), strict=True):
            path, _ = follow_gradients(
                optimizer, torch.zeros(1, dtype=torch.float64), self._gradient, self.silence + SHOWN
            )
            lengths = np.abs(np.diff(path[self.silence :, 0])) / optimizer.lr
            numbers.append((lengths[0], lengths.max(), float(lengths.argmax() + 1)))
            lines.append(Line(name=name, x=np.arange(1.0, SHOWN + 1), y=lengths))
        columns = zip(("step", "largest", "peak"), zip(*numbers, strict=True), strict=True)
        return ExperimentResult(
            numbers={name: tuple(map(float, column)) for name, column in columns},
            chart=Chart(x="chart.step_after", y="chart.step_in_lr", lines=tuple(lines)),
        )

    def _gradient(self, x: Tensor, step: int) -> Tensor:
        return torch.full_like(x, float(step > self.silence))
