"""Claim: torch's RMSprop has a momentum_decay."""

import inspect
from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch

from optim_core.base.domains import Choice
from optim_core.descend import descend
from optim_core.explain.claims.base import AbstractClaim, Verdict, holds_if
from optim_core.explain.claims.races import over_steps
from optim_core.optimizers import RMSprop
from optim_core.specs import SurfaceRun
from optim_core.specs.metrics import step_length
from optim_core.surfaces import Slope

CLASSES = {cls.__name__: cls for cls in (torch.optim.RMSprop, torch.optim.NAdam)}


@dataclass(frozen=True, kw_only=True)
class HasMomentumDecay(AbstractClaim):
    """Whether the signature of the installed torch has it; the chart shows the effect of this project's own one.

    `of`: the optimizer.
    """

    flip: ClassVar = {"of": "NAdam"}

    of: Annotated[str, Choice("", tuple(CLASSES))] = "RMSprop"

    def check(self) -> Verdict:
        parameters = inspect.signature(CLASSES[self.of]).parameters
        found = "momentum_decay" in parameters
        numbers = {"parameters": len(parameters), "default": parameters["momentum_decay"].default if found else 0.0}
        run = self.lab()
        names = [f"momentum_decay {optimizer.values()['momentum_decay']:g}" for optimizer in run.optimizers]
        chart = over_steps("figure.quantity.step_length", names, [step_length(path) for path in descend(run)], first=1)
        return Verdict(holds_if(found), numbers, chart)

    def lab(self) -> SurfaceRun:
        pair = tuple(RMSprop(lr=0.003, momentum=0.9, momentum_decay=decay) for decay in (0.0, 0.02))
        return SurfaceRun(surface=Slope(), optimizers=pair, steps=200)
