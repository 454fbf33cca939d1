"""Spec of a race of contenders that are tuned with an equal number of trials."""

from dataclasses import dataclass
from typing import Annotated, Any

from optim_core.base.domains import AbstractNumber, Whole
from optim_core.base.errors import SpecError, check_instance, not_list
from optim_core.base.hyper import Declared, hypers
from optim_core.optimizers import AbstractOptimizer
from optim_core.specs.races import (
    AddedKind,
    Noise,
    Seed,
    Steps,
    Tail,
    check_needs,
    check_optimizers,
    check_point,
    check_unscheduled,
)
from optim_core.specs.sweep import MAX_LANES
from optim_core.specs.views import SurfaceView
from optim_core.surfaces import AbstractSurface

MAX_SURFACES = 32
Target = Annotated[float, hypers(SurfaceView)["target"]]


@dataclass(frozen=True, kw_only=True)
class EqualBudgetRace(Declared):
    """A race that gives every contender the same number of `trials` on every problem (surface and start).

    A contender tunes the hyperparameters in `tuned` that it has, within their slider ranges: one hyperparameter on a
    grid evenly spaced on its scale, several on scrambled Sobol points drawn from `seed`. The others stay as given.
    Every surface has `starts` starting points: `start` (default: the surface's), then scrambled Sobol points in its
    domain. The noise is the same for every run, as in `SurfaceRun`. SpecError for invalid fields or more than
    `MAX_LANES` runs.
    """

    surfaces: tuple[AbstractSurface, ...]
    optimizers: tuple[AbstractOptimizer, ...]
    tuned: tuple[str, ...] = ("lr",)
    trials: Annotated[int, Whole("N", 2, 400, scale="log", slider_range=(5, 400))] = 25
    start: tuple[float, float] | None = None
    starts: Annotated[int, Whole("S", 1, 64, scale="log", slider_range=(1, 64))] = 1
    steps: Steps = 500
    target: Target = 0.01
    noise: Noise = 0.0
    noise_kind: AddedKind = "gaussian"
    tail: Tail = 2
    seed: Seed = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        check_optimizers(self)
        check_needs("EqualBudgetRace.optimizers", self.optimizers)
        check_unscheduled("EqualBudgetRace.optimizers", self.optimizers)
        for name, least, most, base in (("surfaces", 1, MAX_SURFACES, AbstractSurface), ("tuned", 1, 8, None)):
            given = getattr(self, name)
            given = (given,) if isinstance(given, AbstractSurface | str) else given
            if not isinstance(given, tuple | list):
                raise not_list(given, f"EqualBudgetRace.{name}", base)
            object.__setattr__(self, name, tuple(given))
            Whole("", least, most).check(len(given), f"EqualBudgetRace.{name}")
        for surface in self.surfaces:
            check_instance(surface, AbstractSurface, "EqualBudgetRace.surfaces")
        if self.start is not None:
            object.__setattr__(self, "start", check_point(self.start, "EqualBudgetRace.start"))
        for optimizer in self.optimizers:
            check_tuned(self, optimizer)
        if (lanes := len(self.optimizers) * len(self.surfaces) * self.starts * self.trials) > MAX_LANES:
            raise SpecError("EqualBudgetRace.trials", "lanes", lanes=lanes, limit=MAX_LANES)

    def names(self, optimizer: AbstractOptimizer) -> tuple[str, ...]:
        """The names in `tuned` that are hyperparameters of `optimizer`."""
        return tuned_names(self, optimizer)


def tuned_names(spec: Any, optimizer: AbstractOptimizer) -> tuple[str, ...]:
    """The names in `spec.tuned` that are hyperparameters of `optimizer`."""
    return tuple(name for name in spec.tuned if name in hypers(type(optimizer)))


def check_tuned(spec: Any, optimizer: AbstractOptimizer) -> None:
    """Raise SpecError "no_axis" unless `spec.tuned` names at least one number of the optimizer, and only numbers."""
    numbers = [name for name, domain in hypers(type(optimizer)).items() if isinstance(domain, AbstractNumber)]
    names = tuned_names(spec, optimizer)
    if not names or not set(names) <= set(numbers):
        where = f"{type(spec).__name__}.tuned, {type(optimizer).__name__}"
        raise SpecError(where, "no_axis", got=", ".join(map(str, spec.tuned))[:40], names=", ".join(numbers))
