"""Runs from many random starts on a surface with four wells."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
import torch

from optim_core.base.domains import Whole
from optim_core.explain.experiments.base import AbstractExperiment, ExperimentResult
from optim_core.explain.experiments.follow_gradients import follow_gradients, gradient_of
from optim_core.optimizers.labels import labels
from optim_core.specs.charts import Chart, Line
from optim_core.surfaces import StyblinskiTang

NEAR = 1.0
"""A run ends in the deepest well if its final f is less than this above the lowest value; the next well is 14 above."""


@dataclass(frozen=True, kw_only=True)
class ManyStarts(AbstractExperiment):
    """The Styblinski-Tang function from `starts` random points of its domain, the same ones for each contender.

    `deepest`: the share of the runs that end in the deepest of the four wells. The chart shows the final f of all runs
    in rising order.
    """

    starts: Annotated[int, Whole("n", 10, 2_000, scale="log")] = 1_000
    steps: Annotated[int, Whole("T", 10, 1_000, scale="log")] = 300

    def run(self) -> ExperimentResult:
        surface = StyblinskiTang()
        low, high = torch.tensor(surface.domain, dtype=torch.float64).unbind(1)
        draws = torch.rand(self.starts, 2, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
        lowest = float(surface(torch.tensor(surface.minima[0], dtype=torch.float64)))
        share = 100 * np.arange(1, self.starts + 1) / self.starts
        deepest, lines = [], []
        for optimizer, name in zip(self.optimizers, labels(self.optimizers), strict=True):
            path, _ = follow_gradients(optimizer, low + draws * (high - low), gradient_of(surface), self.steps)
            final = surface(torch.tensor(path[-1])).numpy()
            deepest.append(float((final < lowest + NEAR).mean()))
            lines.append(Line(name=name, x=share, y=np.sort(final)))
        chart = Chart(x="chart.share_of_starts", y="chart.final_loss", lines=tuple(lines))
        return ExperimentResult(numbers={"deepest": tuple(deepest)}, chart=chart)
