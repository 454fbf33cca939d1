"""A map: several optimizers, each over the same two axes."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Annotated

from optim_core.base.errors import SpecError
from optim_core.base.hyper import Choice, Declared, Whole, hypers
from optim_core.optimizers import AbstractOptimizer
from optim_core.specs import MAX_LANES, AddedKind, Axis, Noise, Seed, Steps, SurfaceRun, Sweep, Tail, noise_of
from optim_core.specs.races import check_needs, check_optimizers, check_unscheduled
from optim_core.specs.views import SurfaceView
from optim_core.surfaces import AbstractSurface
from optim_core.sweep.maps.axes import AXIS_NAMES, Ends, MapAxis, axis, equivalent_name

AxisName = Annotated[str, Choice("", AXIS_NAMES)]


@dataclass(frozen=True, kw_only=True)
class AbstractMapRun(Declared, ABC):
    """Two axes that every contender is run over."""

    @property
    @abstractmethod
    def axes(self) -> tuple[MapAxis, MapAxis]:
        """The horizontal and the vertical axis."""

    def missing_axes(self, optimizer: AbstractOptimizer) -> tuple[str, ...]:
        """The axes this optimizer has nothing of; where one setting stands for both, the one that is not its name."""
        found = {each.name: equivalent_name(type(optimizer), each.name) for each in self.axes}
        twice = len(set(found.values())) < len(found)
        return tuple(name for name, own in found.items() if own is None or (twice and own != name))

    def axis_values(self, side: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """What stands on both axes at this resolution."""
        x, y = self.axes
        return x.values(side), y.values(side)


@dataclass(frozen=True, kw_only=True)
class MapRun(AbstractMapRun):
    """`side` values of `x` by `side` values of `y`, once for each optimizer.

    `x_ends` and `y_ends` bound the axes; where one is None, an axis goes as far as its slider does, or the plot box.
    """

    surface: AbstractSurface
    optimizers: tuple[AbstractOptimizer, ...]
    start: tuple[float, float]
    x: AxisName = "lr"
    y: AxisName = "momentum"
    x_ends: Ends = (None, None)
    y_ends: Ends = (None, None)
    side: Annotated[int, Whole("", 8, 200, scale="log", slider_range=(16, 200))] = 64
    steps: Steps = 300
    noise: Noise = 0.0
    noise_kind: AddedKind = "gaussian"
    tail: Tail = 2
    seed: Seed = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        check_optimizers(self)
        check_needs("MapRun.optimizers", self.optimizers)
        check_unscheduled("MapRun.optimizers", self.optimizers)
        if self.x == self.y:
            raise SpecError("MapRun.y", "same_axis", got=self.y)
        _ = self.axes

    @property
    def axes(self) -> tuple[MapAxis, MapAxis]:
        return axis(self.x, self.x_ends, self.surface), axis(self.y, self.y_ends, self.surface)

    @property
    def race(self) -> SurfaceRun:
        """The race that the map varies."""
        return SurfaceRun(
            surface=self.surface,
            optimizers=self.optimizers,
            start=self.start,
            steps=self.steps,
            **noise_of(self),
        )

    def sweep(self, optimizer: AbstractOptimizer, side: int) -> Sweep:
        """One optimizer's map: rows are y, columns x. SpecError where settings do not go together."""
        x, y = (str(equivalent_name(type(optimizer), each.name)) for each in self.axes)
        across, up = self.axis_values(side)
        return Sweep(
            surface=self.surface,
            optimizer=optimizer,
            axes=(Axis(y, up), Axis(x, across)),
            start=self.start,
            steps=self.steps,
            **noise_of(self),
        )

    def check_size(self) -> None:
        """SpecError if all panels together are more work than a visitor's map may be."""
        drawn = sum(not self.missing_axes(optimizer) for optimizer in self.optimizers)
        if (lanes := drawn * self.side**2) > MAX_LANES:
            x, y = (f"{each.name} [{each.low:g}, {each.high:g}]" for each in self.axes)
            raise SpecError("MapRun.side", "map_lanes", side=self.side, x=x, y=y, lanes=lanes, limit=MAX_LANES)


@dataclass(frozen=True, kw_only=True)
class MapView(Declared):
    """What is shown: a map, or a race of equal tuning effort. `target` as in `SurfaceView`.

    `on` says what is run: races on a surface, or trainings of a model, which `quality` colours.
    `tuned` says what contenders of such a race tune: the learning rate, or what stands on the axes as well.
    """

    on: Annotated[str, Choice("", ("surface", "model"))] = "surface"
    quality: Annotated[str, Choice("", ("final_score", "best_score", "train_loss"))] = "final_score"
    view: Annotated[str, Choice("", ("map", "fair"))] = "map"
    tuned: Annotated[str, Choice("", ("lr", "axes"))] = "lr"
    colour: Annotated[str, Choice("", ("final_loss", "best_loss", "steps_to", "minimum"))] = "final_loss"
    target: Annotated[float, hypers(SurfaceView)["target"]] = 0.01
