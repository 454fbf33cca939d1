"""Claim: RMSprop lowers its learning rate when the size of the gradient changes a lot."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch

from optim_core.base.domains import Choice, Real
from optim_core.base.result import Array
from optim_core.explain.claims.base import AbstractClaim, Verdict, VerdictKind
from optim_core.explain.claims.races import over_steps
from optim_core.explain.experiments import follow_gradients
from optim_core.optimizers import RMSprop
from optim_core.specs import SurfaceRun
from optim_core.surfaces import Rosenbrock

BEFORE, AFTER = 600, 600
LOWER, HIGHER = 0.9, 1.1
"""Ratios of the effective lr, after to before, below and above which it counts as changed."""


@dataclass(frozen=True, kw_only=True)
class RMSpropLowersLr(AbstractClaim):
    """Effective lr, lr / √v with torch's v, of a gradient that is 1 and then `factor` times as large or as small.

    The claim holds if the effective lr falls after each `change`: up, down, or both. It fails if it grows after each.
    """

    flip: ClassVar = {"change": "up"}

    change: Annotated[str, Choice("", ("both", "up", "down"))] = "both"
    factor: Annotated[float, Real("", 1.0, 1e3, scale="log")] = 10.0

    def check(self) -> Verdict:
        factors = {"up": self.factor, "down": 1 / self.factor}
        tried = list(factors) if self.change == "both" else [self.change]
        rates = {name: _rates(factors[name]) for name in factors}
        ratios = {name: float(rate[-1] / rate[BEFORE - 1]) for name, rate in rates.items()}
        lower, higher = (all(ratios[name] < LOWER for name in tried), all(ratios[name] > HIGHER for name in tried))
        kind = VerdictKind.HOLDS if lower else VerdictKind.FAILS if higher else VerdictKind.DEPENDS
        chart = over_steps(
            "chart.effective_lr", [f"chart.{name}" for name in tried], [rates[n] for n in tried], log=True
        )
        return Verdict(kind, ratios | {"factor": self.factor}, chart)

    def lab(self) -> SurfaceRun:
        return SurfaceRun(surface=Rosenbrock(), optimizers=(RMSprop(lr=0.01), RMSprop(lr=0.01, alpha=0.9)), steps=500)


def _rates(factor: float) -> Array:
    """1 / √v after each step (steps,)."""
    _, state = follow_gradients(
        RMSprop(),
        torch.zeros(1, dtype=torch.float64),
        lambda x, step: torch.full_like(x, 1.0 if step <= BEFORE else factor),
        BEFORE + AFTER,
        watch=("square_avg",),
    )
    rates: Array = state["square_avg"][:, 0] ** -0.5
    return rates
