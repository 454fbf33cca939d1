"""The distance from the minimum at which gradient noise keeps a run."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
import torch
from torch import Tensor

from optim_core.base.domains import Flag, Real, Whole
from optim_core.base.result import Array
from optim_core.explain.experiments.base import AbstractExperiment, ExperimentResult
from optim_core.explain.experiments.follow_gradients import follow_gradients
from optim_core.optimizers.labels import labels
from optim_core.specs.charts import Chart, Line

LANES = 2_000
"""Independent repetitions."""


@dataclass(frozen=True, kw_only=True)
class NoisyBowl(AbstractExperiment):
    """½ x² with Gaussian gradient noise, in 2,000 repetitions ("lanes") from x = 0 (Mandt et al., 2017).

    The noise has the standard deviation `noise` / √`batch`. `variance` is the mean of x² over all lanes and the last
    two thirds of the steps. `last` and `averaged` are variances over the lanes: of the last iterate, and of the mean
    of the last nine tenths of the iterates (Polyak & Juditsky, 1992).
    """

    batch: Annotated[int, Whole("B", 1, 1_024, scale="log")] = 1
    noise: Annotated[float, Real("σ", 0.0, 100.0)] = 1.0
    steps: Annotated[int, Whole("T", 30, 5_000, scale="log")] = 600
    averages: Annotated[bool, Flag()] = False
    """Whether the chart also shows the running mean of the iterates."""

    def run(self) -> ExperimentResult:
        names = labels(self.optimizers)
        paths = [self._path(index) for index in range(len(self.optimizers))]
        squares = [(path**2).mean(axis=1) for path in paths]
        return ExperimentResult(
            numbers={
                "variance": tuple(float(square[self.steps // 3 :].mean()) for square in squares),
                "last": tuple(float(path[-1].var()) for path in paths),
                "averaged": tuple(float(path[self.steps // 10 + 1 :].mean(axis=0).var()) for path in paths),
            },
            chart=Chart(
                x="figure.step",
                y="chart.mean_square",
                lines=tuple(
                    line
                    for name, path, square in zip(names, paths, squares, strict=True)
                    for line in (
                        _line(name, square[1:]),
                        *([_line("chart.average", _means(path))] if self.averages else []),
                    )
                ),
                log_y=True,
            ),
        )

    def _path(self, index: int) -> Array:
        generator = torch.Generator().manual_seed(0)
        spread = self.noise / self.batch**0.5

        def gradient(x: Tensor, _step: int) -> Tensor:
            """x plus noise (LANES,)."""
            return torch.add(x, torch.randn(LANES, generator=generator, dtype=torch.float64), alpha=spread)

        return follow_gradients(self.optimizers[index], torch.zeros(LANES, dtype=torch.float64), gradient, self.steps)[
            0
        ]


def _line(name: str, y: Array) -> Line:
    return Line(name=name, x=np.arange(1.0, len(y) + 1), y=y)


def _means(path: Array) -> Array:
    """Mean square, over the lanes of `path` (steps + 1, LANES), of the running mean of the iterates (steps,)."""
    means = path[1:].cumsum(axis=0) / np.arange(1, len(path))[:, None]
    square: Array = (means**2).mean(axis=1)
    return square
