"""Claim: AdamW is Adam with an L2 penalty."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from optim_core.base.hyper import hypers
from optim_core.descend import descend
from optim_core.explain.claims.base import AbstractClaim, Verdict, holds_if
from optim_core.explain.claims.races import over_steps
from optim_core.optimizers import Adam, AdamW
from optim_core.optimizers.labels import labels
from optim_core.specs import SurfaceRun
from optim_core.surfaces import ShiftedBowl

SAME = 0.01
"""End points closer together than this share of the distance from 0 to the minimum count as equal."""


@dataclass(frozen=True, kw_only=True)
class AdamWIsL2(AbstractClaim):
    """The end points of Adam and AdamW on ½ (x − 5)², with the same weight decay."""

    flip: ClassVar = {"weight_decay": 0.0}

    weight_decay: Annotated[float, hypers(AdamW)["weight_decay"]] = 0.5

    def check(self) -> Verdict:
        run = self.lab()
        paths = descend(run)
        adam, adamw = (float(path.xy[-1, 0]) for path in paths)
        middle = ShiftedBowl().c
        numbers = {
            "adam": adam, "adamw": adamw, "ridge": middle / (1 + self.weight_decay), "decay": self.weight_decay
        }  # fmt: skip
        chart = over_steps("chart.x", labels(run.optimizers), [path.xy[:, 0] for path in paths])
        return Verdict(holds_if(abs(adam - adamw) <= SAME * middle), numbers, chart)

    def lab(self) -> SurfaceRun:
        both = tuple(cls(lr=0.01, beta2=0.99, weight_decay=self.weight_decay) for cls in (Adam, AdamW))
        return SurfaceRun(surface=ShiftedBowl(), optimizers=both, start=(0.5, 0.0), steps=2_000)
