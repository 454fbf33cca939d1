"""Claim: momentum never hurts."""

from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

import numpy as np

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
class MomentumCannotHurt(AbstractClaim):
    """Steps to the minimum of a bowl with condition number κ, with and without momentum.

    Both use the best lr of gradient descent, 2 / (1 + κ). `best` steps are needed by the heavy ball with its best
    settings (Polyak, 1964).
    """

    flip: ClassVar = {"kappa": 100.0}

    kappa: Annotated[float, hypers(Quadratic)["kappa"]] = 2.0
    momentum: Annotated[float, hypers(SGD)["momentum"]] = 0.9

    def check(self) -> Verdict:
        run = self.lab()
        polyak = _polyak(self.kappa)
        paths = descend(replace(run, optimizers=(*run.optimizers, polyak)))
        sizes = [np.linalg.norm(path.xy, axis=1) for path in paths]
        plain, heavy, best = (arrival_at(REACHED, path, size) for path, size in zip(paths, sizes, strict=True))
        numbers = {
            "plain": plain,
            "heavy": heavy,
            "kappa": self.kappa,
            "momentum": self.momentum,
            "best": best,
            "best_momentum": polyak.momentum,
            "steps": float(run.steps),
        }
        return Verdict(holds_if_no_later(heavy, plain), numbers, losses(run, paths[:2]))

    def lab(self) -> SurfaceRun:
        lr = 2 / (1 + self.kappa)
        pair = (SGD(lr=lr), SGD(lr=lr, momentum=self.momentum))
        return SurfaceRun(surface=Quadratic(kappa=self.kappa), optimizers=pair, steps=1_000)


def _polyak(kappa: float) -> SGD:
    """The fastest heavy ball on a bowl with curvatures 1 and κ."""
    root = kappa**0.5
    return SGD(lr=4 / (root + 1) ** 2, momentum=((root - 1) / (root + 1)) ** 2)
