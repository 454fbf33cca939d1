"""Maps over trainings: every cell is one network, and every optimizer has a map."""

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from optim_core.base.domains import Whole
from optim_core.base.errors import SpecError
from optim_core.base.hyper import hypers
from optim_core.base.result import Array, Status
from optim_core.models import AbstractModel
from optim_core.models.datasets import AbstractDataset
from optim_core.optimizers import AbstractOptimizer
from optim_core.specs import MAX_NETWORKS, Axis, BatchSize, Epochs, ModelRun, ModelSweep, Seed
from optim_core.specs.races import check_optimizers, check_unscheduled
from optim_core.specs.setup_axes import with_setup
from optim_core.sweep.maps.axes import MODEL_AXIS_NAMES, Ends, MapAxis, equivalent_name, map_axis
from optim_core.sweep.maps.cells import AbstractCells, Scores
from optim_core.sweep.maps.spec import AbstractMapRun, AxisName, MapView

QUALITIES: tuple[str, ...] = hypers(MapView)["quality"].options  # type: ignore[attr-defined]
COARSE_STRIDE = 3
"""Rows and columns from one coarse cell to the next; the coarse cells are trained first."""


@dataclass(frozen=True, kw_only=True)
class ModelMapRun(AbstractMapRun):
    """A training for each of `grid` values of `x` and `grid` values of `y`, for each optimizer; ends as in `MapRun`.

    An axis of whole numbers has fewer values where fewer differ. Batches of any size train for the same `epochs`.
    SpecError for an invalid axis, one that is a start coordinate or a parameter, equal axes, a width or a batch size
    that `ModelRun` does not accept, and an optimizer with a schedule.
    """

    dataset: AbstractDataset
    model: AbstractModel
    optimizers: tuple[AbstractOptimizer, ...]
    x: AxisName = "lr"
    y: AxisName = "momentum"
    x_ends: Ends = (None, None)
    y_ends: Ends = (None, None)
    grid: Annotated[int, Whole("", 3, 32, slider_range=(6, 32))] = 12
    epochs: Epochs = 5
    batch_size: BatchSize = 64
    seed: Seed = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        check_optimizers(self)
        check_unscheduled("ModelMapRun.optimizers", self.optimizers)
        for name in (self.x, self.y):
            if name not in MODEL_AXIS_NAMES:
                raise SpecError("ModelMapRun.axes", "no_axis", got=name, names=", ".join(MODEL_AXIS_NAMES))
        if self.x == self.y:
            raise SpecError("ModelMapRun.y", "same_axis", got=self.y)
        for axis, values in zip(self.axes, self.axis_values(self.side), strict=True):
            for value in values if axis.step else ():
                with_setup(self.training, {axis.name: int(value)})
        _ = self.training

    @property
    def side(self) -> int:
        return self.grid

    @property
    def axes(self) -> tuple[MapAxis, MapAxis]:
        return map_axis(self.x, self.x_ends, model=self.model), map_axis(self.y, self.y_ends, model=self.model)

    @property
    def training(self) -> ModelRun:
        """The training that every cell varies."""
        return ModelRun(
            dataset=self.dataset,
            model=self.model,
            optimizers=self.optimizers,
            epochs=self.epochs,
            batch_size=self.batch_size,
            seed=self.seed,
        )

    def sweep(self, optimizer: AbstractOptimizer) -> ModelSweep:
        """The sweep of one optimizer: rows vary y, columns vary x. SpecError where its settings do not go together."""
        if missing_axes := self.missing_axes(optimizer):
            raise SpecError(type(optimizer).__name__, "lacks", names=", ".join(missing_axes))
        x, y = (str(equivalent_name(type(optimizer), each.name)) for each in self.axes)
        across, up = self.axis_values(self.side)
        return ModelSweep(
            dataset=self.dataset,
            model=self.model,
            optimizer=optimizer,
            axes=(Axis(y, up), Axis(x, across)),
            epochs=self.epochs,
            batch_size=self.batch_size,
            seed=self.seed,
        )

    def check_size(self) -> None:
        """SpecError (`map_lanes`) if all panels together have more than `MAX_NETWORKS` networks."""
        panels = sum(not self.missing_axes(optimizer) for optimizer in self.optimizers)
        if (lanes := panels * math.prod(map(len, self.axis_values(self.side)))) > MAX_NETWORKS:
            x, y = (f"{each.name} [{each.low:g}, {each.high:g}]" for each in self.axes)
            raise SpecError("ModelMapRun.grid", "map_lanes", side=self.side, x=x, y=y, lanes=lanes, limit=MAX_NETWORKS)


@dataclass(frozen=True, kw_only=True)
class ModelCells(AbstractCells):
    """One optimizer's map over trainings so far. A training that has not begun has `Status.STOPPED`."""

    spec: ModelSweep
    final_score: Array
    best_score: Array
    train_loss: Array

    @property
    def trained(self) -> NDArray[np.bool_]:
        """Whether a training has measures, however it ended (rows, columns)."""
        return np.isfinite(self.final_score)

    def values(self, quantity: str) -> Array:
        """The field of `MapView.quality` (rows, columns); NaN where a training has no result."""
        values: Array = getattr(self, quantity)
        return np.where(self.has_result, values, np.nan)

    def scores(self, quantity: str) -> Scores:
        """The best training has the highest score, and among equal scores the lowest training loss.

        If `quantity` is "train_loss", it has the lowest training loss. Scores are negated, as the lowest value is best.
        """
        values, loss = self.values(quantity), self.values("train_loss")
        return Scores(values if quantity == "train_loss" else -values, loss, 0.0, 0.0)


def untrained(spec: ModelSweep) -> ModelCells:
    """The map before its first training: NaN, and `Status.STOPPED`, everywhere."""
    nothing = np.full(spec.shape, np.nan)
    return ModelCells(
        spec=spec,
        status=np.full(spec.shape, Status.STOPPED, dtype=object),
        stopped_at=np.zeros(spec.shape, np.int32),
        final_score=nothing,
        best_score=nothing,
        train_loss=nothing,
    )
