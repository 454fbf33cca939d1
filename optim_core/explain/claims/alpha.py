"""Claim: the nearer RMSprop's alpha is to 1, the faster its average is updated."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np
import torch

from optim_core.base.domains import Choice
from optim_core.base.hyper import hypers
from optim_core.base.result import Array
from optim_core.explain.claims.base import AbstractClaim, Verdict, holds_if
from optim_core.explain.claims.races import first_step, over_steps
from optim_core.explain.experiments import follow_gradients
from optim_core.optimizers import RMSprop
from optim_core.specs import SurfaceRun
from optim_core.surfaces import Slope

COMPARED = (0.9, 0.99)
"""The chosen alpha is compared with the first of these that differs from it."""
STEPS = 400


@dataclass(frozen=True, kw_only=True)
class AlphaIsFast(AbstractClaim):
    """RMSprop with a constant gradient of 1, at `alpha` and at 0.9 (0.99 if `alpha` is 0.9); its average starts at 0.

    The claim holds if the larger alpha is faster: its average reaches ½ in fewer steps (`aspect` average), or its
    first step is longer (`aspect` first_steps). Lengths are in lr.
    """

    flip: ClassVar = {"aspect": "first_steps"}

    alpha: Annotated[float, hypers(RMSprop)["alpha"]] = 0.99
    aspect: Annotated[str, Choice("", ("average", "first_steps"))] = "average"

    @property
    def compared(self) -> float:
        return next(alpha for alpha in COMPARED if alpha != self.alpha)

    def check(self) -> Verdict:
        low, high = sorted((self.alpha, self.compared))
        (low_path, low_average), (high_path, high_average) = map(_run, (low, high))
        numbers = {
            "low": low,
            "high": high,
            "low_half": first_step(low_average >= 0.5) + 1,
            "high_half": first_step(high_average >= 0.5) + 1,
            "low_first": float(low_path[0]),
            "high_first": float(high_path[0]),
        }
        names = [f"alpha {low:g}", f"alpha {high:g}"]
        if self.aspect == "average":
            faster = numbers["high_half"] < numbers["low_half"]
            return Verdict(
                holds_if(faster),
                numbers,
                over_steps("chart.square_average", names, [low_average, high_average], first=1),
            )
        longer = numbers["high_first"] > numbers["low_first"]
        chart = over_steps("chart.step_in_lr", names, [low_path, high_path], first=1)
        return Verdict(holds_if(longer), numbers, chart)

    def lab(self) -> SurfaceRun:
        optimizers = tuple(RMSprop(lr=0.01, alpha=alpha) for alpha in (self.compared, self.alpha))
        return SurfaceRun(surface=Slope(), optimizers=optimizers, steps=STEPS)


def _run(alpha: float) -> tuple[Array, Array]:
    """Step lengths in lr (steps,), and averages of squares (steps,)."""
    start = torch.zeros(1, dtype=torch.float64)
    optimizer = RMSprop(alpha=alpha)
    path, state = follow_gradients(optimizer, start, lambda x, _step: torch.ones_like(x), STEPS, watch=("square_avg",))
    return np.abs(np.diff(path[:, 0])) / optimizer.lr, state["square_avg"][:, 0]
