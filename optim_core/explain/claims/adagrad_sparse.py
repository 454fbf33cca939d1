"""Claim: Adagrad suits sparse data."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np
import torch
from torch import Tensor

from optim_core.base.domains import Real
from optim_core.base.result import Array
from optim_core.explain.claims.base import AbstractClaim, Verdict, VerdictKind
from optim_core.explain.experiments import follow_gradients
from optim_core.optimizers import SGD, Adagrad
from optim_core.specs import SurfaceRun
from optim_core.specs.charts import Chart, Line
from optim_core.surfaces import Quadratic

RATES = np.logspace(-2.5, 0.25, 12)
STEPS, LANES, WEIGHTS, COMMON, NOISE = 500, 20, 20, 4, 0.5
CLEAR = 0.8
"""A loss below this share of the other one counts as better."""


@dataclass(frozen=True, kw_only=True)
class AdagradSuitsSparse(AbstractClaim):
    """SGD against Adagrad on 20 weights with the target 1, of which 16 seldom have a gradient.

    Four weights have a noisy gradient at every step, each other one at a share `density` of the steps. The loss is
    ½ (w − 1)², averaged over the weights and 20 repetitions. Each optimizer gets the best of 12 learning rates.
    """

    flip: ClassVar = {"density": 1.0}
    slow: ClassVar = True

    density: Annotated[float, Real("", 1e-3, 1.0, scale="log")] = 0.02

    def check(self) -> Verdict:
        sgd = np.array([self._loss(SGD(lr=rate)) for rate in RATES])
        adagrad = np.array([self._loss(Adagrad(lr=rate)) for rate in RATES])
        best = {"sgd": float(sgd.min()), "adagrad": float(adagrad.min())}
        kind = VerdictKind.DEPENDS
        if best["adagrad"] < CLEAR * best["sgd"]:
            kind = VerdictKind.HOLDS
        elif best["sgd"] < CLEAR * best["adagrad"]:
            kind = VerdictKind.FAILS
        lines = (Line(name="SGD", x=RATES, y=sgd), Line(name="Adagrad", x=RATES, y=adagrad))
        chart = Chart(x="chart.lr", y="chart.final_loss", lines=lines, log_x=True, log_y=True, marks=True)
        return Verdict(kind, best | {"percent": 100 * self.density}, chart)

    def _loss(self, optimizer: SGD | Adagrad) -> float:
        generator = torch.Generator().manual_seed(0)
        seen = torch.full((WEIGHTS,), self.density, dtype=torch.float64)
        seen[:COMMON] = 1.0

        def gradient(w: Tensor, _step: int) -> Tensor:
            """Noisy gradients (LANES, WEIGHTS), 0 where a weight is not seen."""
            here, noise = (draw(LANES, WEIGHTS, generator=generator, dtype=torch.float64) for draw in _DRAWS)
            return torch.where(here < seen, w - 1 + NOISE * noise, 0.0)

        path, _ = follow_gradients(optimizer, torch.zeros(LANES, WEIGHTS, dtype=torch.float64), gradient, STEPS)
        end: Array = path[-1]
        return float(0.5 * ((end - 1) ** 2).mean())

    def lab(self) -> SurfaceRun:
        pair = (SGD(lr=0.5), Adagrad(lr=0.5))
        return SurfaceRun(surface=Quadratic(kappa=max(1 / self.density, 1.0)), optimizers=pair, steps=500)


_DRAWS = (torch.rand, torch.randn)
