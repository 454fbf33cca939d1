"""Claim: AdamW's weight_decay is 0 by default."""

import inspect
from dataclasses import dataclass
from typing import Annotated, ClassVar

from optim_core.base.domains import Choice
from optim_core.descend import descend
from optim_core.explain.claims.base import AbstractClaim, Verdict, holds_if
from optim_core.explain.claims.races import over_steps
from optim_core.optimizers import OPTIMIZERS, AdamW
from optim_core.specs import SurfaceRun
from optim_core.surfaces import Slope

STATED = 0.0
BY_NAME = {cls.__name__: cls for cls in OPTIMIZERS if cls.__name__ in ("AdamW", "Adam", "SGD", "RMSprop", "Adagrad")}


@dataclass(frozen=True, kw_only=True)
class NoDecayByDefault(AbstractClaim):
    """The default in the signature of the installed torch; the chart shows a weight without a gradient at lr 0.001.

    `of`: the optimizer.
    """

    flip: ClassVar = {"of": "Adam"}

    of: Annotated[str, Choice("", ("AdamW", "Adam", "SGD", "RMSprop", "Adagrad"))] = AdamW.__name__

    def check(self) -> Verdict:
        torch_class = BY_NAME[self.of].torch_class
        assert torch_class is not None
        default = inspect.signature(torch_class).parameters["weight_decay"].default
        (path,) = descend(self.lab())
        numbers = {"default": float(default), "steps": path.steps, "left": float(path.xy[-1, 1])}
        return Verdict(holds_if(default == STATED), numbers, over_steps("chart.weight", [self.of], [path.xy[:, 1]]))

    def lab(self) -> SurfaceRun:
        optimizer = BY_NAME[self.of](lr=0.001)
        return SurfaceRun(surface=Slope(), optimizers=(optimizer,), start=(1.0, 1.0), steps=5_000)
