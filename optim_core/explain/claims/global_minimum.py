"""Claim: Adam finds the global minimum most often."""

from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

import numpy as np
import torch

from optim_core.base.domains import Choice
from optim_core.explain.claims.base import AbstractClaim, Verdict, VerdictKind
from optim_core.explain.experiments import follow_gradients, gradient_of
from optim_core.optimizers import SGD, AbstractOptimizer, Adam
from optim_core.specs import SurfaceRun
from optim_core.specs.charts import Chart, Line
from optim_core.surfaces import (
    AbstractSurface,
    DoubleGaussianBowl,
    Rastrigin,
    SixHumpCamel,
    StyblinskiTang,
    ThreeHumpCamel,
)

SURFACES = {cls.__name__: cls for cls in (ThreeHumpCamel, SixHumpCamel, StyblinskiTang, DoubleGaussianBowl, Rastrigin)}
CONTENDERS: dict[str, AbstractOptimizer] = {"sgd": SGD(), "heavy": SGD(momentum=0.9), "adam": Adam()}
RATES = np.logspace(-4, 0, 9)
STARTS, STEPS = 200, 200
NEAR = 0.01
"""A run ends at the global minimum if f is within this much of the lowest value, times |lowest| if that exceeds 1."""
CLEAR = 0.05
"""Success rates that differ by less count as equal."""


@dataclass(frozen=True, kw_only=True)
class AdamFindsGlobal(AbstractClaim):
    """Success rates of SGD, SGD with momentum and Adam, from 200 random starts in the surface's domain.

    A run has 200 steps and succeeds if it ends at the lowest value; each optimizer gets the best of nine lr.
    `terrain`: the surface.
    """

    flip: ClassVar = {"terrain": "SixHumpCamel"}
    slow: ClassVar = True

    terrain: Annotated[str, Choice("", tuple(SURFACES))] = "ThreeHumpCamel"

    def check(self) -> Verdict:
        surface = SURFACES[self.terrain]()
        shares = {name: [_share(surface, one, rate) for rate in RATES] for name, one in CONTENDERS.items()}
        best = {name: max(found) for name, found in shares.items()}
        lead = best["adam"] - max(best["sgd"], best["heavy"])
        kind = VerdictKind.HOLDS if lead > CLEAR else VerdictKind.FAILS if lead < -CLEAR else VerdictKind.DEPENDS
        names = {"sgd": "SGD", "heavy": "SGD momentum 0.9", "adam": "Adam"}
        lines = tuple(Line(name=names[name], x=RATES, y=np.array(found)) for name, found in shares.items())
        chart = Chart(x="chart.lr", y="chart.share_global", lines=lines, log_x=True, marks=True)
        return Verdict(kind, {name: 100 * share for name, share in best.items()}, chart)

    def lab(self) -> SurfaceRun:
        optimizers = tuple(replace(one, lr=0.01) for one in CONTENDERS.values())
        return SurfaceRun(surface=SURFACES[self.terrain](), optimizers=optimizers, steps=STEPS)


def _share(surface: AbstractSurface, optimizer: AbstractOptimizer, rate: float) -> float:
    """Share of the starts from which a run ends at the global minimum."""
    low, high = torch.tensor(surface.domain, dtype=torch.float64).unbind(1)
    draws = torch.rand(STARTS, 2, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    path, _ = follow_gradients(
        replace(optimizer, lr=float(rate)), low + draws * (high - low), gradient_of(surface), STEPS
    )
    lowest = surface.lowest
    assert lowest is not None
    gaps = surface(torch.tensor(path[-1])) - lowest
    return float((gaps < NEAR * max(1.0, abs(lowest))).double().mean())
