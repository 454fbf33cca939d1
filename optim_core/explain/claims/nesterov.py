"""Claim: Nesterov's momentum is always at least as good as the heavy ball."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np

from optim_core.base.domains import Real
from optim_core.base.hyper import hypers
from optim_core.descend import descend
from optim_core.explain.claims.base import AbstractClaim, Verdict, holds_if_no_later
from optim_core.explain.claims.races import arrival_at, losses
from optim_core.optimizers import SGD
from optim_core.specs import SurfaceRun
from optim_core.surfaces import Quadratic

REACHED = 1e-6
"""Distance from the minimum within which a run must stay, as a share of the distance at the start."""


@dataclass(frozen=True, kw_only=True)
class NesterovNeverWorse(AbstractClaim):
    """Steps to the minimum of a bowl with κ = 100, at equal momentum and equal lr.

    `lr_in_l`: lr in units of 1 / L, where L is the largest curvature.
    """

    flip: ClassVar = {"lr_in_l": 0.5}

    lr_in_l: Annotated[float, Real("η L", 0.01, 4.0, slider_range=(0.1, 4.0))] = 1.5
    momentum: Annotated[float, hypers(SGD)["momentum"]] = 0.9

    def check(self) -> Verdict:
        run = self.lab()
        paths = descend(run)
        sizes = [np.linalg.norm(path.xy, axis=1) for path in paths]
        heavy, nesterov = (arrival_at(REACHED, path, size) for path, size in zip(paths, sizes, strict=True))
        numbers = {
            "heavy": heavy,
            "nesterov": nesterov,
            "lr": self.lr_in_l,
            "momentum": self.momentum,
            "steps": float(run.steps),
        }
        return Verdict(holds_if_no_later(nesterov, heavy), numbers, losses(run, paths))

    def lab(self) -> SurfaceRun:
        surface = Quadratic()
        lr = self.lr_in_l / surface.kappa
        pair = [SGD(lr=lr, momentum=self.momentum, nesterov=flag and self.momentum > 0) for flag in (False, True)]
        return SurfaceRun(surface=surface, optimizers=tuple(pair), steps=800)
