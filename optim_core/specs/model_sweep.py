"""Spec of a model sweep: one training for each combination of hyperparameters, all from the same weights."""

from dataclasses import dataclass, replace
from itertools import product

from optim_core.base.hyper import Declared, hypers
from optim_core.models import AbstractModel
from optim_core.models.datasets import AbstractDataset
from optim_core.optimizers import AbstractOptimizer
from optim_core.specs.races import BatchSize, Epochs, ModelRun, Seed, check_type
from optim_core.specs.setup_axes import SETUP_AXES, setup_domains, with_setup
from optim_core.specs.sweep import Axis, check_combinations, checked_axes

MAX_NETWORKS = 1_024


@dataclass(frozen=True, kw_only=True)
class ModelSweep(Declared):
    """One training for each combination of the values on up to two `axes`, all from the same `seed`.

    Pass `axes` as a mapping to values, as in `Sweep`: from hyperparameters of the optimizer, or from "model.width" and
    "batch_size". SpecError for more than `MAX_NETWORKS` combinations, invalid fields, or anything that `ModelRun` does
    not accept.
    """

    dataset: AbstractDataset
    model: AbstractModel
    optimizer: AbstractOptimizer
    axes: tuple[Axis, ...] = ()
    epochs: Epochs = 20
    batch_size: BatchSize = 64
    seed: Seed = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        check_type(self, "model", AbstractModel)
        check_type(self, "optimizer", AbstractOptimizer)
        domains = {**hypers(type(self.optimizer)), **setup_domains(self.model)}
        object.__setattr__(self, "axes", checked_axes("ModelSweep", self.axes, domains, MAX_NETWORKS))
        check_combinations(self.optimizer, [axis for axis in self.axes if axis.name not in SETUP_AXES])
        run, setup = self.run_of(self.optimizer), [axis for axis in self.axes if axis.name in SETUP_AXES]
        for values in product(*(axis.values for axis in setup)):
            with_setup(run, dict(zip((axis.name for axis in setup), values, strict=True)))

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of values on each axis."""
        return tuple(len(axis.values) for axis in self.axes)

    def run_at(self, *index: int) -> ModelRun:
        """The run with a single optimizer of the cell at `index`."""
        chosen = {axis.name: axis.values[i] for axis, i in zip(self.axes, index, strict=True)}
        setup = {name: chosen.pop(name) for name in SETUP_AXES if name in chosen}
        return with_setup(self.run_of(replace(self.optimizer, **chosen)), setup)

    def run_of(self, optimizer: AbstractOptimizer) -> ModelRun:
        """The run with this optimizer alone."""
        return ModelRun(
            dataset=self.dataset,
            model=self.model,
            optimizers=(optimizer,),
            epochs=self.epochs,
            batch_size=self.batch_size,
            seed=self.seed,
        )
