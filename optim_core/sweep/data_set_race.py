"""A fair race of trainings over several data sets, each with its usual model, epochs and batch size."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from optim_core.base.result import Array
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
    Wine,
)
from optim_core.models.default_models import DEFAULT_MODELS
from optim_core.models.openings import OPENINGS
from optim_core.optimizers import AbstractOptimizer
from optim_core.specs import ModelRun, TunedTrainings
from optim_core.specs.results import TrainingLog, by_contender
from optim_core.train import train
from optim_core.train.arrivals import costs_to

_CLASSES: tuple[type[AbstractDataset], ...] = (BreastCancer, Wine, XOR, Circles, Moons, Digits)
_NUMBERS: tuple[type[AbstractDataset], ...] = (Diabetes, Sine, Chebyshev)
SETS: Mapping[str, tuple[type[AbstractDataset], ...]] = {
    "classifications": _CLASSES,
    "regressions": _NUMBERS,
    "all": (*_CLASSES, *_NUMBERS),
}
"""Groups of data sets whose trainings take seconds."""


@dataclass(frozen=True)
class DataSetRace:
    """The same fair race on several data sets."""

    races: tuple[TunedTrainings, ...]

    @property
    def dataset(self) -> AbstractDataset:
        """The first of the data sets."""
        return self.races[0].dataset


def data_set_race(race: TunedTrainings, sets: str) -> DataSetRace:
    """The fair race with its contenders, trials and seeds on each data set of a group in `SETS`.

    SpecError for contenders that cannot run on the usual model of one of them.
    """
    return DataSetRace(
        tuple(
            replace(
                race,
                dataset=cls(),
                model=DEFAULT_MODELS[cls],
                epochs=OPENINGS[cls].epochs,
                batch_size=OPENINGS[cls].batch_size,
            )
            for cls in SETS[sets]
        )
    )


@dataclass(frozen=True, kw_only=True)
class DataSetResult:
    """The trainings of the tuned contenders on one data set."""

    race: TunedTrainings
    tuned: tuple[AbstractOptimizer | None, ...]
    """The best setting of each contender; None if it diverged with every setting."""
    logs: tuple[tuple[TrainingLog, ...], ...]
    """The logs of each contender that has one, a log per fresh seed."""

    @property
    def run(self) -> ModelRun | None:
        """The training of the contenders that have a setting; None without any."""
        usable = [optimizer for optimizer in self.tuned if optimizer is not None]
        return self.race.fresh_run(*usable) if usable else None

    def costs(self, share: float, costs: Sequence[float] = ()) -> Array:
        """What each contender pays until it arrives at the target (contenders,), as in `costs_to`; else infinite.

        It is at least one evaluation, so that ratios of costs are finite.
        `costs` are those of one evaluation of each contender that has a setting; without them evaluations are counted.
        """
        found, each = np.full(len(self.tuned), np.inf), costs or [1.0] * len(self.logs)
        if self.run is not None:
            paid = costs_to(self.run, self.logs, share, each)
            usable = [optimizer is not None for optimizer in self.tuned]
            found[usable] = [np.inf if cost is None else max(cost, one) for cost, one in zip(paid, each, strict=True)]
        return found


def curves_only(run: ModelRun, seconds: float) -> tuple[tuple[TrainingLog, ...], ...]:
    """The logs of a training of at most `seconds`, by contender, without weights and what is recorded of layers."""
    bare = {
        "weights": np.empty((0, 0), np.float32),
        "averaged_weights": np.empty((0, 0), np.float32),
        "average_distance": np.empty(0),
        "weights_at": np.empty(0, np.int64),
        "updates_at": np.empty(0, np.int64),
        "update_histogram": np.empty(0),
        "update_ratio": np.empty(0),
        "grad_norm": np.empty(0),
    }
    return by_contender([replace(log, **bare) for log in train(run, seconds)], run.seeds)  # type: ignore[arg-type]
