"""The spec of a map, and of how it is shown."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Annotated

from optim_core.base.domains import Choice, Whole
from optim_core.base.errors import SpecError
from optim_core.base.hyper import Declared, hypers
from optim_core.optimizers import AbstractOptimizer
from optim_core.specs import MAX_LANES, AddedKind, Axis, Noise, Seed, Steps, SurfaceRun, Sweep, Tail, noise_of
from optim_core.specs.parameter_sweep import PARAMETER_AXES, ParameterSweep, has_parameter
from optim_core.specs.races import check_needs, check_optimizers, check_unscheduled
from optim_core.specs.setup_axes import SETUP_AXES
from optim_core.specs.views import SurfaceView
from optim_core.surfaces import AbstractSurface
from optim_core.sweep.data_set_race import SETS
from optim_core.sweep.maps.axes import AXIS_NAMES, Ends, MapAxis, equivalent_name, map_axis

AxisName = Annotated[str, Choice("", (*AXIS_NAMES, *SETUP_AXES))]
"""What an axis of any map can be; maps of races and of trainings each refuse what the other has alone."""


@dataclass(frozen=True, kw_only=True)
class AbstractMapRun(Declared, ABC):
    """Base of maps: two axes, and the optimizers that are run over both."""

    @property
    @abstractmethod
    def axes(self) -> tuple[MapAxis, MapAxis]:
        """The horizontal and the vertical axis."""

    def missing_axes(self, optimizer: AbstractOptimizer) -> tuple[str, ...]:
        """The names of the axes for which an optimizer has no hyperparameter.

        Where one hyperparameter would serve both axes, the axis that does not have its name is missing.
        """
        names = {each.name: equivalent_name(type(optimizer), each.name) for each in self.axes}
        twice = len(set(names.values())) < len(names)
        return tuple(name for name, own in names.items() if own is None or (twice and own != name))

    def axis_values(self, side: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """The values of the x axis and of the y axis, `side` each."""
        x, y = self.axes
        return x.values(side), y.values(side)


@dataclass(frozen=True, kw_only=True)
class MapRun(AbstractMapRun):
    """A race on a surface for each of `side` values of `x` and `side` values of `y`, for each optimizer.

    `x_ends` and `y_ends` bound the axes. None stands for the end of the slider, or of the plot box for a start.
    SpecError for an invalid axis, for equal axes, for two parameters of a formula or one that the surface lacks, and
    for an optimizer with a schedule or one that needs parameters of a kind that a surface does not have.
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
        for name in (self.x, self.y):
            if name not in AXIS_NAMES:
                raise SpecError("MapRun.axes", "no_axis", got=name, names=", ".join(AXIS_NAMES))
        if self.x == self.y:
            raise SpecError("MapRun.y", "same_axis", got=self.y)
        if self.x in PARAMETER_AXES and self.y in PARAMETER_AXES:
            raise SpecError("MapRun.y", "two_parameters")
        if self.parameter and not has_parameter(self.surface, self.parameter):
            raise SpecError("MapRun.axes", "no_parameter", got=PARAMETER_AXES[self.parameter].symbol)
        _ = self.axes

    @property
    def axes(self) -> tuple[MapAxis, MapAxis]:
        return map_axis(self.x, self.x_ends, self.surface), map_axis(self.y, self.y_ends, self.surface)

    @property
    def parameter(self) -> str | None:
        """The name of the axis that varies a parameter of the formula; None if neither does."""
        return next((name for name in (self.x, self.y) if name in PARAMETER_AXES), None)

    @property
    def common_surface(self) -> AbstractSurface | None:
        """The surface of all cells; None if they have several."""
        return None if self.parameter else self.surface

    @property
    def race(self) -> SurfaceRun:
        """The race that every cell varies."""
        return SurfaceRun(
            surface=self.surface,
            optimizers=self.optimizers,
            start=self.start,
            steps=self.steps,
            **noise_of(self),
        )

    def sweep(self, optimizer: AbstractOptimizer, side: int) -> Sweep | ParameterSweep:
        """The sweep of one optimizer: rows vary y, columns vary x. SpecError where its settings do not go together."""
        x, y = (str(equivalent_name(type(optimizer), each.name)) for each in self.axes)
        across, up = self.axis_values(side)
        rows, columns = Axis(y, up), Axis(x, across)
        parameter = next((axis for axis in (rows, columns) if axis.name == self.parameter), None)
        sweep = Sweep(
            surface=self.surface,
            optimizer=optimizer,
            axes=tuple(axis for axis in (rows, columns) if axis is not parameter),
            start=self.start,
            steps=self.steps,
            **noise_of(self),
        )
        return sweep if parameter is None else ParameterSweep(base=sweep, parameter=parameter, upward=parameter is rows)

    def check_size(self) -> None:
        """SpecError (`map_lanes`) if all panels together have more than `MAX_LANES` runs."""
        panels = sum(not self.missing_axes(optimizer) for optimizer in self.optimizers)
        if (lanes := panels * self.side**2) > MAX_LANES:
            x, y = (f"{each.name} [{each.low:g}, {each.high:g}]" for each in self.axes)
            raise SpecError("MapRun.side", "map_lanes", side=self.side, x=x, y=y, lanes=lanes, limit=MAX_LANES)


@dataclass(frozen=True, kw_only=True)
class MapView(Declared):
    """View of a map.

    * `on`: races on a "surface", or trainings of a "model".
    * `colour`: the quantity that colors a map of races (British spelling, as in links); `quality`: that of a map of
      trainings.
    * `view`: a "map", or an equal-budget race ("fair"). `tuned`: the hyperparameters that the contenders of such a race
      tune, which are "lr" alone or "axes", lr and those on the axes of the map.
    * `sets`: the data sets of a fair race of trainings: "one", which the page has chosen, or a group of `SETS`.
      `cost`: what the profiles over a group count until the target, an "evaluation" of loss and gradient or a "second".
    * `target`: as in `SurfaceView`; of trainings over a group, the test loss takes the place of the loss.
    """

    on: Annotated[str, Choice("", ("surface", "model"))] = "surface"
    quality: Annotated[str, Choice("", ("final_score", "best_score", "train_loss"))] = "final_score"
    view: Annotated[str, Choice("", ("map", "fair"))] = "map"
    tuned: Annotated[str, Choice("", ("lr", "axes"))] = "lr"
    sets: Annotated[str, Choice("", ("one", *SETS))] = "one"
    cost: Annotated[str, Choice("", ("evaluation", "second"))] = "evaluation"
    colour: Annotated[str, Choice("", ("final_loss", "best_loss", "steps_to", "minimum"))] = "final_loss"
    target: Annotated[float, hypers(SurfaceView)["target"]] = 0.01
