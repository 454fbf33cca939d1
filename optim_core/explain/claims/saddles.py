"""Claim: Adam escapes saddles faster."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np

from optim_core.base.hyper import hypers
from optim_core.descend import descend
from optim_core.explain.claims.base import AbstractClaim, Verdict, holds_if_no_later
from optim_core.explain.claims.races import first_step, over_steps
from optim_core.optimizers import SGD, Adam
from optim_core.specs import SurfaceRun
from optim_core.surfaces import Saddle

AWAY = 1.0
"""Distance from the ridge that counts as escaped."""


@dataclass(frozen=True, kw_only=True)
class AdamEscapesSaddles(AbstractClaim):
    """Steps of SGD and Adam, at the same lr, from 1e-6 beside the ridge of a saddle to a distance of 1."""

    flip: ClassVar = {"kappa": 50.0}

    kappa: Annotated[float, hypers(Saddle)["kappa"]] = 1.0
    lr: Annotated[float, hypers(SGD)["lr"]] = 0.05

    def check(self) -> Verdict:
        run = self.lab()
        sizes = [np.abs(path.xy[:, 1]) for path in descend(run)]
        sgd, adam = (first_step(size > AWAY) for size in sizes)
        numbers = {"sgd": sgd, "adam": adam, "kappa": self.kappa, "lr": self.lr, "steps": float(run.steps)}
        return Verdict(
            holds_if_no_later(adam, sgd), numbers, over_steps("chart.from_ridge", ["SGD", "Adam"], sizes, log=True)
        )

    def lab(self) -> SurfaceRun:
        pair = (SGD(lr=self.lr), Adam(lr=self.lr))
        return SurfaceRun(surface=Saddle(kappa=self.kappa), optimizers=pair, steps=400)
