"""Claim: Adam needs no tuning."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np

from optim_core.base.domains import Real
from optim_core.base.hyper import defaults
from optim_core.descend import descend
from optim_core.explain.claims.base import AbstractClaim, Verdict, VerdictKind
from optim_core.explain.claims.races import final_loss
from optim_core.optimizers import Adam
from optim_core.specs import SurfaceRun
from optim_core.specs.charts import Chart, Line
from optim_core.surfaces import ShiftedBowl

DEFAULT = defaults(Adam)["lr"]
RATES = tuple(float(f"{DEFAULT * 10**power:g}") for power in (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5))
REACHED = 0.01
"""Final loss that counts as success, as a share of the first loss."""


@dataclass(frozen=True, kw_only=True)
class AdamNeedsNoTuning(AbstractClaim):
    """1,500 steps toward a minimum at distance `way`, with the default lr and with seven others."""

    flip: ClassVar = {"way": 1.0}

    way: Annotated[float, Real("", 0.01, 100.0, scale="log")] = 5.0

    def check(self) -> Verdict:
        paths = descend(self.lab())
        shares = np.array([final_loss(path) / path.loss[0] for path in paths])
        default_share, best = float(shares[RATES.index(DEFAULT)]), float(shares.min())
        kind = (
            VerdictKind.HOLDS
            if default_share <= REACHED
            else VerdictKind.FAILS
            if best <= REACHED
            else VerdictKind.DEPENDS
        )
        numbers = {
            "default": DEFAULT,
            "default_share": 100 * default_share,
            "best": 100 * best,
            "rate": RATES[int(shares.argmin())],
            "way": self.way,
            "steps": float(self.lab().steps),
        }
        lines = (Line(name="Adam", x=np.array(RATES), y=shares),)
        chart = Chart(x="chart.lr", y="chart.share_left", lines=lines, log_x=True, log_y=True, marks=True)
        return Verdict(kind, numbers, chart)

    def lab(self) -> SurfaceRun:
        bowl = ShiftedBowl(c=self.way)
        optimizers = tuple(Adam(lr=rate) for rate in RATES)
        return SurfaceRun(surface=bowl, optimizers=optimizers, start=(0.0, 0.0), steps=1_500)
