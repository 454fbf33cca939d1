"""Spec of a race of trainings whose contenders are tuned with an equal number of trials."""

from dataclasses import dataclass, replace
from typing import Annotated

from optim_core.base.domains import Flag, Whole
from optim_core.base.errors import SpecError, not_list
from optim_core.base.hyper import Declared, hypers
from optim_core.models import AbstractModel
from optim_core.models.datasets import AbstractDataset
from optim_core.models.tasks import RECALL
from optim_core.models.validation import ValidationSplit
from optim_core.optimizers import AbstractOptimizer
from optim_core.optimizers.schedules import CosineAnnealingLR
from optim_core.specs.equal_budget import EqualBudgetRace, check_tuned, tuned_names
from optim_core.specs.model_sweep import MAX_NETWORKS
from optim_core.specs.races import BatchSize, Epochs, ModelRun, Seed, check_optimizers, check_type, check_unscheduled

FRESH = 1_000
"""Distance from the seeds of the tuning to those of the comparison."""


@dataclass(frozen=True, kw_only=True)
class TunedTrainings(Declared):
    """A race of trainings that gives every contender the same number of `trials`.

    Each trial is a setting of the hyperparameters in `tuned`, as in `EqualBudgetRace`, and trains `tuning_seeds`
    networks on three quarters of the training data; the other quarter validates it. The best setting of each contender
    and its default setting then train on all training data, with `fresh_seeds` seeds that the tuning has not used, and
    only these are measured on test data.

    With `try_cosine`, the best setting is also trained with a cosine schedule in the tuning, and keeps that schedule if
    its mean validation loss is lower with it.

    SpecError for invalid fields, for data without anything to validate on, for more than `MAX_NETWORKS` networks, and
    for anything that `ModelRun` does not accept.
    """

    dataset: AbstractDataset
    model: AbstractModel
    optimizers: tuple[AbstractOptimizer, ...]
    tuned: tuple[str, ...] = ("lr",)
    trials: Annotated[int, hypers(EqualBudgetRace)["trials"]] = 25
    tuning_seeds: Annotated[int, Whole("", 1, 8)] = 2
    fresh_seeds: Annotated[int, Whole("", 2, 16)] = 10
    try_cosine: Annotated[bool, Flag()] = False
    epochs: Epochs = 5
    batch_size: BatchSize = 64
    seed: Seed = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        check_type(self, "dataset", AbstractDataset)
        check_optimizers(self)
        check_unscheduled("TunedTrainings.optimizers", self.optimizers)
        if not isinstance(self.tuned, tuple | list):
            raise not_list(self.tuned, "TunedTrainings.tuned")
        object.__setattr__(self, "tuned", tuple(self.tuned))
        for optimizer in self.optimizers:
            check_tuned(self, optimizer)
            _ = self.tuning_run(optimizer, 0), self.fresh_run(optimizer)
        if self.dataset.task is RECALL:
            raise SpecError("TunedTrainings.dataset", "no_validation", got=type(self.dataset).__name__)
        settings = self.trials + self.try_cosine
        networks = len(self.optimizers) * (settings * self.tuning_seeds + 2 * self.fresh_seeds)
        if networks > MAX_NETWORKS:
            raise SpecError("TunedTrainings.trials", "lanes", lanes=networks, limit=MAX_NETWORKS)

    def names(self, optimizer: AbstractOptimizer) -> tuple[str, ...]:
        """The names in `tuned` that are hyperparameters of `optimizer`."""
        return tuned_names(self, optimizer)

    def tuning_run(self, optimizer: AbstractOptimizer, index: int) -> ModelRun:
        """The training of one setting with one of the tuning seeds; its test data are the validation data."""
        return ModelRun(
            dataset=ValidationSplit(source=self.dataset),
            model=self.model,
            optimizers=(optimizer,),
            epochs=self.epochs,
            batch_size=self.batch_size,
            seed=self.seed + index,
        )

    def cosine_run(self, optimizer: AbstractOptimizer) -> ModelRun:
        """The training of one setting with a cosine schedule and all tuning seeds, on the data of `tuning_run`."""
        run = replace(self.tuning_run(optimizer, 0), seeds=self.tuning_seeds)
        return replace(run, optimizers=(with_cosine(optimizer, run.steps),))

    def fresh_run(self, *optimizers: AbstractOptimizer) -> ModelRun:
        """The trainings of the comparison: all training data, fresh seeds, test data."""
        return ModelRun(
            dataset=self.dataset,
            model=self.model,
            optimizers=optimizers,
            epochs=self.epochs,
            batch_size=self.batch_size,
            seed=min(self.seed + FRESH, int(hypers(ModelRun)["seed"].high) - self.fresh_seeds),  # type: ignore[attr-defined]
            seeds=self.fresh_seeds,
        )


def with_cosine(optimizer: AbstractOptimizer, steps: int) -> AbstractOptimizer:
    """The optimizer with a learning rate that falls to 0 over so many updates."""
    return replace(optimizer, schedule=CosineAnnealingLR(T_max=steps))
