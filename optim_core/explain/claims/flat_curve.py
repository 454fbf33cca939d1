"""Claim: a flat loss curve means convergence."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np

from optim_core.base.domains import Real
from optim_core.descend import descend
from optim_core.explain.claims.base import AbstractClaim, Verdict, VerdictKind
from optim_core.explain.claims.races import losses
from optim_core.optimizers import SGD
from optim_core.specs import SurfaceRun
from optim_core.surfaces import ScalarFactorisation

WINDOW = 50
FLAT = 0.01
"""A curve is flat if it falls by less than this share of the first loss over a window of 50 steps."""
FALLS = 0.1
"""A flat curve was not converged if it later falls by more than this share of the first loss."""


@dataclass(frozen=True, kw_only=True)
class FlatMeansConverged(AbstractClaim):
    """SGD on ½ (1 − xy)², which has a saddle at the origin, from (`start`, `start`)."""

    flip: ClassVar = {"start": 1.5}

    start: Annotated[float, Real("", 1e-4, 1.5, scale="log")] = 0.001

    def check(self) -> Verdict:
        run = self.lab()
        paths = descend(run)
        loss = paths[0].loss
        flat = np.flatnonzero(loss[:-WINDOW] - loss[WINDOW:] < FLAT * loss[0])
        if not len(flat):
            return Verdict(VerdictKind.DEPENDS, {"start": self.start}, losses(run, paths))
        at = int(flat[0])
        numbers = {"start": self.start, "step": float(at), "then": float(loss[at]), "end": float(loss[-1])}
        falls = loss[at + WINDOW] - loss[-1] > FALLS * loss[0]
        return Verdict(VerdictKind.FAILS if falls else VerdictKind.HOLDS, numbers, losses(run, paths))

    def lab(self) -> SurfaceRun:
        here = (self.start, self.start)
        return SurfaceRun(surface=ScalarFactorisation(), optimizers=(SGD(lr=0.05),), start=here, steps=400)
