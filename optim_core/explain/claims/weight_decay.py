"""Claim: weight decay curbs overfitting."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch.nn.functional import cross_entropy

from optim_core.base.domains import Real
from optim_core.base.hyper import hypers
from optim_core.base.result import Array
from optim_core.explain.claims.base import AbstractClaim, Verdict, VerdictKind
from optim_core.explain.claims.races import over_steps
from optim_core.models import MLP
from optim_core.models.datasets import Moons
from optim_core.optimizers import AdamW
from optim_core.specs import SurfaceRun
from optim_core.surfaces import ShiftedBowl

LR = 0.01
STEPS = 400
CLEAR = 0.05
"""A relative change of the test loss below this decides nothing."""


@dataclass(frozen=True, kw_only=True)
class DecayCurbsOverfitting(AbstractClaim):
    """Test loss of a network with 64 hidden units on two noisy half moons, with and without weight decay.

    AdamW at lr 0.01 trains on `samples` points in full batches, from the same initial weights. The test loss is over
    1,000 other points.
    """

    flip: ClassVar = {"weight_decay": 10.0, "samples": 1000.0}
    slow: ClassVar = True

    weight_decay: Annotated[float, hypers(AdamW)["weight_decay"]] = 1.0
    samples: Annotated[float, Real("n", 10, 2_000, scale="log")] = 40.0

    def check(self) -> Verdict:
        names = ["weight_decay 0", f"weight_decay {self.weight_decay:g}"]
        (train, test), (train_decay, test_decay) = self._losses(0.0), self._losses(self.weight_decay)
        numbers = {
            "decay": self.weight_decay,
            "samples": self.samples,
            "lr": LR,
            "steps": float(STEPS),
            "train": float(train[-1]),
            "test": float(test[-1]),
            "train_decay": float(train_decay[-1]),
            "test_decay": float(test_decay[-1]),
        }
        change = numbers["test_decay"] / numbers["test"] - 1
        kind = VerdictKind.HOLDS if change < -CLEAR else VerdictKind.FAILS if change > CLEAR else VerdictKind.DEPENDS
        return Verdict(kind, numbers, over_steps("chart.test_loss", names, [test, test_decay]))

    def _losses(self, weight_decay: float) -> tuple[Array, Array]:
        """Training and test loss before each update and after the last one, (steps + 1,) each."""
        moons = Moons(samples=round(self.samples), noise=0.35)
        data = moons.split()
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            model = MLP(width=64, activation="relu").build(moons.inputs, moons.outputs)
        optimizer = AdamW(lr=LR, weight_decay=weight_decay).build(model.parameters())
        found = torch.empty(2, STEPS + 1, dtype=torch.float64)
        for step in range(STEPS + 1):
            optimizer.zero_grad()
            loss = cross_entropy(model(data.train_x), data.train_y)
            with torch.no_grad():
                found[:, step] = torch.stack([loss, cross_entropy(model(data.test_x), data.test_y)])
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
        train, test = found.numpy()
        return train, test

    def lab(self) -> SurfaceRun:
        pair = tuple(AdamW(lr=LR, weight_decay=decay) for decay in (0.0, self.weight_decay))
        return SurfaceRun(surface=ShiftedBowl(), optimizers=pair, steps=1_500)
