"""Claim: Adam contains a learning rate decay."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from optim_core.base.domains import Choice
from optim_core.descend import descend
from optim_core.explain.claims.base import AbstractClaim, Verdict, holds_if
from optim_core.explain.claims.races import over_steps
from optim_core.optimizers import Adagrad, Adam, AdamW
from optim_core.specs import SurfaceRun
from optim_core.specs.metrics import step_length
from optim_core.surfaces import Slope

DECAYED = 0.5
"""A last step shorter than this share of the first one counts as decay."""
BY_NAME = {cls.__name__: cls for cls in (Adam, AdamW, Adagrad)}


@dataclass(frozen=True, kw_only=True)
class AdamDecaysLr(AbstractClaim):
    """Step lengths of 200 steps with a constant gradient of 1, which change only if the optimizer changes them.

    `of`: the optimizer.
    """

    flip: ClassVar = {"of": "Adagrad"}

    of: Annotated[str, Choice("", tuple(BY_NAME))] = "Adam"

    def check(self) -> Verdict:
        (path,) = descend(self.lab())
        lengths = step_length(path)
        numbers = {"first": float(lengths[0]), "last": float(lengths[-1]), "steps": float(path.steps)}
        chart = over_steps("figure.quantity.step_length", [self.of], [lengths], first=1)
        return Verdict(holds_if(numbers["last"] < DECAYED * numbers["first"]), numbers, chart)

    def lab(self) -> SurfaceRun:
        return SurfaceRun(surface=Slope(), optimizers=(BY_NAME[self.of](lr=0.05),), start=(1.0, 0.0), steps=200)
