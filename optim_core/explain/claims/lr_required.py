"""Claim: lr is a required argument of SGD."""

import inspect
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

import numpy as np
import torch

from optim_core.base.domains import Choice
from optim_core.descend import descend
from optim_core.explain.claims.base import AbstractClaim, Verdict, holds_if
from optim_core.explain.claims.races import final_loss
from optim_core.optimizers import SGD
from optim_core.specs import SurfaceRun
from optim_core.specs.charts import Chart, Line
from optim_core.surfaces import Booth

RATES = tuple(np.logspace(-4, -1, 7).tolist())
FAR = 10.0
"""A default lr must be replaced if its final loss is more than this many times the best one."""


@dataclass(frozen=True, kw_only=True)
class LrIsRequired(AbstractClaim):
    """With `sense` argument, whether lr has no default in the installed torch.

    With `sense` practice, the final loss at that default against those at seven other lr on a bowl.
    """

    flip: ClassVar = {"sense": "practice"}

    sense: Annotated[str, Choice("", ("argument", "practice"))] = "argument"

    def check(self) -> Verdict:
        run = self.lab()
        default = inspect.signature(torch.optim.SGD).parameters["lr"].default
        ends = np.array([final_loss(path) for path in descend(run)])
        default_optimizer = SGD(lr=float(default)) if default is not inspect.Parameter.empty else None
        chosen = (
            None if default_optimizer is None else final_loss(descend(replace(run, optimizers=(default_optimizer,)))[0])
        )
        numbers = {"default": float(default), "chosen": chosen or 0.0, "best": float(ends.min())}
        lines = (Line(name="SGD", x=np.array(RATES), y=ends),)
        chart = Chart(x="chart.lr", y="chart.final_loss", lines=lines, log_x=True, log_y=True, marks=True)
        if self.sense == "argument":
            return Verdict(holds_if(default_optimizer is None), numbers, chart)
        return Verdict(holds_if(chosen is None or chosen > FAR * ends.min()), numbers, chart)

    def lab(self) -> SurfaceRun:
        return SurfaceRun(surface=Booth(), optimizers=tuple(SGD(lr=rate) for rate in RATES), steps=100)
