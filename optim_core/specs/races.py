"""Races: several optimizers on one surface, or on one model."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from torch import nn

from optim_core.base.device import DEVICES
from optim_core.base.errors import SpecError
from optim_core.base.hyper import Choice, Declared, Flag, Real, Whole
from optim_core.models import AbstractModel
from optim_core.models.datasets import AbstractDataset
from optim_core.optimizers import AbstractOptimizer
from optim_core.surfaces import AbstractSurface

MAX_OPTIMIZERS = 8
MAX_MODEL_STEPS = 2_000
MAX_PARAMETERS = 20_000
MAX_REMEMBERED = 2**25
"""Numbers that the histories of all contenders may come to hold, 128 MB."""
MAX_EVALUATIONS = 1_000
"""Of single networks in one update, which nothing can interrupt: three seconds with the largest."""
SURFACE_SECONDS = 10.0
MODEL_SECONDS = 120.0
COORDINATE = Real("", -1e9, 1e9)

Steps = Annotated[int, Whole("T", 1, 5_000, scale="log", slider_range=(10, 5_000))]
Noise = Annotated[float, Real("σ", 0.0, 1e3, scale="log", slider_range=(1e-3, 1e2))]
ADDED = ("gaussian", "student")
"""The kinds of noise that are drawn once for all runs and added to their gradients."""
AddedKind = Annotated[str, Choice("", ADDED)]
Tail = Annotated[int, Whole("ν", 1, 30)]
Seed = Annotated[int, Whole("", 0, 2**31 - 1)]
Epochs = Annotated[int, Whole("E", 1, MAX_MODEL_STEPS, scale="log", slider_range=(1, 200))]
BatchSize = Annotated[int, Whole("B", 1, 1_024, scale="log", slider_range=(8, 1_024))]


@dataclass(frozen=True, kw_only=True)
class SurfaceRun(Declared):
    """Optimizers race on one surface from one `start` (the surface's own where None), `steps` updates each.

    `noise` is the size of what disturbs each gradient, drawn from `seed`, the same for every optimizer. It is added to
    both coordinates, as a Gaussian of that standard deviation or as Student's t with `tail` degrees of freedom, scaled
    by it; or a step's gradient is that of the surface shifted by such a Gaussian, as if each batch had its own data.
    """

    surface: AbstractSurface
    optimizers: tuple[AbstractOptimizer, ...]
    start: tuple[float, float] = None  # type: ignore[assignment]
    steps: Steps = 300
    noise: Noise = 0.0
    noise_kind: Annotated[str, Choice("", (*ADDED, "shift"))] = "gaussian"
    tail: Tail = 2
    seed: Seed = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        check_type(self, "surface", AbstractSurface)
        check_optimizers(self)
        check_needs("SurfaceRun.optimizers", self.optimizers)
        start = self.surface.start if self.start is None else self.start
        object.__setattr__(self, "start", check_point(start, "SurfaceRun.start"))


@dataclass(frozen=True, kw_only=True)
class ModelRun(Declared):
    """Optimizers train copies of one model on one data set, each from `seeds` seeds: `seed`, `seed` + 1, ...

    A seed draws the first weights and the batches, the same for every optimizer. `sharpness` asks for the largest
    eigenvalue of the Hessian along the way.
    """

    dataset: AbstractDataset
    model: AbstractModel
    optimizers: tuple[AbstractOptimizer, ...]
    epochs: Epochs = 20
    batch_size: BatchSize = 64
    seed: Seed = 0
    seeds: Annotated[int, Whole("", 1, 16)] = 1
    sharpness: Annotated[bool, Flag()] = False
    device: Annotated[str, Choice("", DEVICES)] = DEVICES[0]

    def __post_init__(self) -> None:
        super().__post_init__()
        check_type(self, "dataset", AbstractDataset)
        check_type(self, "model", AbstractModel)
        check_optimizers(self)
        if not self.model.fits(self.dataset):
            raise SpecError("ModelRun.model", "fits", model=type(self.model).__name__, data=type(self.dataset).__name__)
        if self.steps > MAX_MODEL_STEPS:
            raise SpecError(
                "ModelRun.epochs", "model_steps", steps=self.steps, limit=MAX_MODEL_STEPS, batches=self.steps_per_epoch
            )
        if (last := (self.dataset.train_size - 1) % self.batch_size + 1) < self.model.least_batch:
            raise SpecError("ModelRun.batch_size", "least_batch", least=self.model.least_batch, last=last)
        if (size := self.model.parameters(self.dataset.inputs, self.dataset.outputs)) > MAX_PARAMETERS:
            raise SpecError("ModelRun.model", "parameters", parameters=size, limit=MAX_PARAMETERS)
        if (kept := size * self.seeds * sum(one.history_copies for one in self.optimizers)) > MAX_REMEMBERED:
            raise SpecError("ModelRun.optimizers", "remembered", numbers=kept, limit=MAX_REMEMBERED)
        asked = self.seeds * sum(one.evaluations for one in self.optimizers if one.uses_closure)
        if asked > MAX_EVALUATIONS:
            raise SpecError("ModelRun.optimizers", "evaluations", evaluations=asked, limit=MAX_EVALUATIONS)
        skeleton = self.model.skeleton(self.dataset.inputs, self.dataset.outputs)
        check_needs("ModelRun.optimizers", self.optimizers, skeleton)

    @property
    def steps_per_epoch(self) -> int:
        """Batches an epoch has; the last may be smaller."""
        return -(-self.dataset.train_size // self.batch_size)

    @property
    def steps(self) -> int:
        return self.epochs * self.steps_per_epoch

    @property
    def networks(self) -> tuple[tuple[AbstractOptimizer, int], ...]:
        """The optimizer and the seed of each, ordered by contender, then by seed."""
        return tuple((optimizer, self.seed + i) for optimizer in self.optimizers for i in range(self.seeds))


def noise_of(spec: Any) -> dict[str, Any]:
    """The fields that say which noise a spec's gradients have, for another spec."""
    return {name: getattr(spec, name) for name in ("noise", "noise_kind", "tail", "seed")}


def check_type(spec: Declared, name: str, cls: type) -> None:
    """SpecError unless the field holds an instance of `cls`."""
    if not isinstance(getattr(spec, name), cls):
        raise SpecError(f"{type(spec).__name__}.{name}", "type", got=str(getattr(spec, name))[:40])


def check_point(value: Any, where: str) -> tuple[float, float]:
    """A point of the plane in its canonical type."""
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise SpecError(where, "point", got=str(value)[:40])
    x, y = (COORDINATE.check(part, f"{where}.{axis}") for part, axis in zip(value, "xy", strict=True))
    return x, y


def check_optimizers(spec: Any) -> None:
    """Bring the field `optimizers` to a tuple; SpecError unless it is a few of them."""
    where = f"{type(spec).__name__}.optimizers"
    if not isinstance(spec.optimizers, tuple | list):
        raise SpecError(where, "type", got=str(spec.optimizers)[:40])
    object.__setattr__(spec, "optimizers", tuple(spec.optimizers))
    if not spec.optimizers:
        raise SpecError(where, "empty")
    if len(spec.optimizers) > MAX_OPTIMIZERS:
        raise SpecError(where, "range", range=f"{{1, …, {MAX_OPTIMIZERS}}}", got=len(spec.optimizers))
    for optimizer in spec.optimizers:
        if not isinstance(optimizer, AbstractOptimizer):
            raise SpecError(where, "type", got=str(optimizer)[:40])


def check_unscheduled(where: str, optimizers: Sequence[AbstractOptimizer]) -> None:
    """SpecError where one has a schedule, which pure rules in lanes do not follow."""
    for optimizer in optimizers:
        if optimizer.schedule is not None:
            raise SpecError(
                where, "scheduled", name=type(optimizer).__name__, schedule=type(optimizer.schedule).__name__
            )


def check_needs(where: str, optimizers: tuple[AbstractOptimizer, ...], model: nn.Module | None = None) -> None:
    """SpecError where one takes only what the model has none of; nor has a point on a surface."""
    for requirement, name in ((one.param_requirement, type(one).__name__) for one in optimizers):
        if requirement and not (model and requirement.of(model)):
            raise SpecError(where, f"needs_{requirement.name}", name=name)
