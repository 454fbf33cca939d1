"""One optimizer over a line or a plane of settings, each of which trains a model from the same first weights."""

from dataclasses import dataclass, replace

from optim_core.base.hyper import Declared, hypers
from optim_core.models import AbstractModel
from optim_core.models.datasets import AbstractDataset
from optim_core.optimizers import AbstractOptimizer
from optim_core.specs.races import BatchSize, Epochs, ModelRun, Seed, check_type
from optim_core.specs.sweep import Axis, check_combinations, checked_axes

MAX_NETWORKS = 1_024


@dataclass(frozen=True, kw_only=True)
class ModelSweep(Declared):
    """A model trained once for each combination of the values on one or two `axes`, all from the same `seed`.

    `axes` is given as a mapping of the optimizer's hyperparameters to their values, as in `Sweep`; at most
    `MAX_NETWORKS` combinations. A network may be as large and train as long as in a `ModelRun`.
    """

    dataset: AbstractDataset
    model: AbstractModel
    optimizer: AbstractOptimizer
    axes: tuple[Axis, ...]
    epochs: Epochs = 20
    batch_size: BatchSize = 64
    seed: Seed = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        check_type(self, "optimizer", AbstractOptimizer)
        cls = type(self.optimizer)
        object.__setattr__(self, "axes", checked_axes("ModelSweep", self.axes, hypers(cls), MAX_NETWORKS))
        check_combinations(self.optimizer, list(self.axes))
        _ = self.run_of(self.optimizer)

    @property
    def shape(self) -> tuple[int, ...]:
        """How many values each axis has."""
        return tuple(len(axis.values) for axis in self.axes)

    def run_at(self, *index: int) -> ModelRun:
        """The training of one that the cell at `index` stands for."""
        chosen = {axis.name: axis.values[place] for axis, place in zip(self.axes, index, strict=True)}
        return self.run_of(replace(self.optimizer, **chosen))

    def run_of(self, optimizer: AbstractOptimizer) -> ModelRun:
        """The training of one with this optimizer."""
        return ModelRun(
            dataset=self.dataset,
            model=self.model,
            optimizers=(optimizer,),
            epochs=self.epochs,
            batch_size=self.batch_size,
            seed=self.seed,
        )
