"""Cells: data with a model and a seed, on which trainings are made: some to choose rules by, others to judge them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from optim_core.models import MLP, AbstractModel, Linear, Logistic
from optim_core.models.datasets import (
    XOR,
    AbstractDataset,
    BreastCancer,
    Chebyshev,
    Circles,
    Diabetes,
    Digits,
    Moons,
    Sine,
    Spirals,
    Wine,
)
from optim_core.models.openings import OPENINGS
from optim_core.optimizers import SGD, AbstractOptimizer, Adagrad, Adam, AdamW, RMSprop
from optim_core.specs import ModelRun
from optim_core.specs.results import TrainingLog, by_contender
from optim_core.train import train

UPDATES = 360


@dataclass(frozen=True)
class Training:
    """A contender of a run, with its logs of every seed of the run."""

    kind: str
    run: ModelRun
    logs: tuple[TrainingLog, ...]

    def __str__(self) -> str:
        run, optimizer = self.run, self.run.optimizers[0]
        return f"{self.kind}: {run.dataset} {run.model} {optimizer} batch {run.batch_size} seed {run.seed}"


@dataclass(frozen=True)
class Cell:
    """Data, a model that suits them, one that is too small for them, and a seed."""

    dataset: AbstractDataset
    model: AbstractModel
    small: AbstractModel | None
    seed: int

    def run(
        self, *optimizers: AbstractOptimizer, updates: int = UPDATES, batch_size: int = 32, **more: object
    ) -> ModelRun:
        """A run of about so many updates."""
        per_epoch = -(-self.dataset.train_size // batch_size)
        fields = {"dataset": self.dataset, "model": self.model, "seed": self.seed, "batch_size": batch_size} | more
        return ModelRun(optimizers=optimizers, epochs=max(updates // per_epoch, 1), **fields)  # type: ignore[arg-type]

    def rate(self, name: str) -> float:
        """The learning rate with which the data set opens."""
        return OPENINGS[type(self.dataset)].rates[name]

    @property
    def optimizers(self) -> tuple[AbstractOptimizer, ...]:
        """Optimizers at the rates of the opening."""
        return (
            SGD(lr=self.rate("SGD")),
            SGD(lr=self.rate("SGD") / 10, momentum=0.9),
            Adam(lr=self.rate("Adam")),
            RMSprop(lr=self.rate("RMSprop")),
            Adagrad(lr=self.rate("Adagrad")),
            AdamW(lr=self.rate("AdamW")),
        )


TUNING = (
    Cell(Moons(samples=300), MLP(width=16), Logistic(), 0),
    Cell(Wine(), Logistic(), None, 1),
    Cell(Wine(test_share=0.4), MLP(width=16, activation="relu"), None, 2),
    Cell(Sine(samples=120, waves=1), MLP(width=16, depth=2), Linear(), 3),
    Cell(XOR(samples=300), MLP(width=16, activation="relu"), Logistic(), 4),
    Cell(Moons(samples=400, label_noise=0.15), MLP(width=16), Logistic(), 5),
    Cell(Sine(samples=200, waves=1, noise=0.4), MLP(width=16, depth=2), Linear(), 6),
)
"""Data and seeds on which the rules and their thresholds were chosen."""
HELD_OUT = (
    Cell(Circles(samples=400), MLP(width=24), Logistic(), 100),
    Cell(BreastCancer(), Logistic(), None, 101),
    Cell(BreastCancer(test_share=0.4), MLP(width=24, activation="relu"), None, 102),
    Cell(Spirals(samples=400, turns=0.5), MLP(width=24, depth=2, activation="gelu"), Logistic(), 103),
    Cell(Chebyshev(samples=60), MLP(width=20, depth=2), Linear(), 104),
    Cell(Digits(), MLP(width=24, activation="relu"), None, 105),
    Cell(Diabetes(), Linear(), None, 106),
    Cell(Circles(samples=300, noise=0.05), MLP(width=16, depth=2, activation="relu"), Logistic(), 107),
    Cell(Circles(samples=400, label_noise=0.1), MLP(width=16, activation="gelu"), Logistic(), 108),
)
"""Data and seeds that no rule has seen."""


def trained(run: ModelRun, kinds: Sequence[str]) -> Iterator[Training]:
    """Each contender of a run, under the kinds given."""
    for kind, optimizer, logs in zip(kinds, run.optimizers, by_contender(train(run), run.seeds), strict=True):
        yield Training(kind, replace(run, optimizers=(optimizer,)), logs)
