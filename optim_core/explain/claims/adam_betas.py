"""Claim: Adam's betas are two momentum coefficients."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np
import torch

from optim_core.base.domains import Choice
from optim_core.base.hyper import defaults
from optim_core.base.result import Array
from optim_core.explain.claims.base import AbstractClaim, Verdict, holds_if
from optim_core.explain.claims.races import first_step, over_steps
from optim_core.explain.experiments import follow_gradients
from optim_core.optimizers import Adam
from optim_core.specs import SurfaceRun
from optim_core.surfaces import Sphere

TURN, STEPS = 200, 230
"""The step after which the gradient changes its sign, and all steps."""


@dataclass(frozen=True, kw_only=True)
class BetasAreMomenta(AbstractClaim):
    """Adam with a gradient of 1 and then of −1, with one beta at 0 and at torch's default; the other beta is 0.

    A momentum carries on in the old direction. The claim holds for `coefficient` if Adam turns later with its default.
    """

    flip: ClassVar = {"coefficient": "beta1"}

    coefficient: Annotated[str, Choice("", ("beta1", "beta2"))] = "beta2"

    def check(self) -> Verdict:
        value = float(defaults(Adam)[self.coefficient])
        paths = [self._path(one) for one in (0.0, value)]
        turned, turned_zero = _turn(paths[1]), _turn(paths[0])
        numbers = {"value": value, "turned": turned, "turned_zero": turned_zero}
        names = [f"{self.coefficient} 0", f"{self.coefficient} {value:g}"]
        return Verdict(holds_if(turned > turned_zero), numbers, over_steps("chart.x", names, paths))

    def lab(self) -> SurfaceRun:
        optimizers = (Adam(lr=0.1), Adam(lr=0.1, beta1=0.0), Adam(lr=0.1, beta2=0.0))
        return SurfaceRun(surface=Sphere(), optimizers=optimizers, steps=60)

    def _path(self, value: float) -> Array:
        """Positions (STEPS + 1,) with the coefficient at `value`."""
        betas = {"beta1": 0.0, "beta2": 0.0} | {self.coefficient: value}
        optimizer = Adam(lr=0.01, beta1=betas["beta1"], beta2=betas["beta2"])
        start = torch.zeros(1, dtype=torch.float64)
        path, _ = follow_gradients(
            optimizer, start, lambda x, step: torch.full_like(x, 1 if step <= TURN else -1), STEPS
        )
        positions: Array = path[:, 0]
        return positions


def _turn(path: Array) -> float:
    """The step, counted from the change of the gradient's sign, at which the path turns; infinite if it does not."""
    moves = np.diff(path)
    return first_step(moves[TURN:] * moves[TURN - 1] < 0) + 1
