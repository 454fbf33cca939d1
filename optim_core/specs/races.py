"""Specs of races: several optimizers on one surface, or on one model."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from torch import nn

from optim_core.base.device import DEVICES
from optim_core.base.domains import Choice, Flag, Real, Whole
from optim_core.base.errors import SpecError, abridged, check_instance, not_list
from optim_core.base.hyper import Declared, defaults
from optim_core.base.plain import plain
from optim_core.models import MODELS, AbstractModel
from optim_core.models.datasets import AbstractDataset
from optim_core.optimizers import OPTIMIZERS, AbstractOptimizer
from optim_core.optimizers.gradient_scale import scale_free
from optim_core.optimizers.schedules.base import MOST_UPDATES
from optim_core.surfaces import AbstractSurface

MAX_OPTIMIZERS = 8
MAX_MODEL_STEPS = MOST_UPDATES
MAX_PARAMETERS = 40_000
MAX_CURVATURE = 2**28
"""Limit of the product of parameters and training targets of a run that measures the sharpness."""
MAX_HISTORY_NUMBERS = 2**25
"""Limit of the numbers in the optimizer histories of all networks; 128 MB in float32."""
MAX_EVALUATIONS = 1_000
"""Limit of the loss evaluations in one update, of all networks: about three seconds for the largest model."""
SURFACE_SECONDS = 10.0
MODEL_SECONDS = 120.0
COORDINATE = Real("", -1e9, 1e9)

Steps = Annotated[int, Whole("T", 1, 5_000, scale="log", slider_range=(10, 5_000))]
Noise = Annotated[float, Real("σ", 0.0, 1e3, scale="log", slider_range=(1e-3, 1e2))]
ADDED = ("gaussian", "student")
"""Kinds of noise that are added to gradients; the draws do not depend on the point."""
AddedKind = Annotated[str, Choice("", ADDED)]
Tail = Annotated[int, Whole("ν", 1, 30)]
Seed = Annotated[int, Whole("", 0, 2**31 - 1)]
Epochs = Annotated[int, Whole("E", 1, MAX_MODEL_STEPS, scale="log", slider_range=(1, 200))]
BatchSize = Annotated[int, Whole("B", 1, 1_024, scale="log", slider_range=(8, 1_024))]


@dataclass(frozen=True, kw_only=True)
class SurfaceRun(Declared):
    """A race on one surface: all optimizers start at `start` (default: the surface's) and make `steps` updates.

    `noise` is the scale of the gradient noise, drawn from `seed` and the same for every optimizer. Kinds: "gaussian"
    adds a normal vector with that standard deviation, "student" a Student's t vector with `tail` degrees of freedom
    times that scale; "shift" evaluates each gradient at a point shifted by a normal vector, like a mini-batch.
    SpecError if a field is invalid or an optimizer cannot run on a surface.
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
    """A race on one model: every optimizer trains it on one data set, once for each of `seeds` seeds.

    The seeds are `seed`, `seed` + 1 and so on. A seed determines the initial weights and the batches, which are the
    same for every optimizer. The training loss is the cross-entropy for a classification and half the mean squared
    error for a regression; the Hessian and the sharpness of the latter are half of those of `torch.nn.MSELoss`.
    With `sharpness`, the largest eigenvalue of the Hessian of the training loss is measured for the first seed: before
    the first update and after every fifth update, or after 100 evenly spaced updates if those would be more.
    With `ema_decay` above 0, an exponential moving average of the weights over the updates is measured beside them.

    SpecError if a field is invalid, model and data set do not fit, an optimizer does not accept the model, or the run
    exceeds a limit of this module.
    """

    dataset: AbstractDataset
    model: AbstractModel
    optimizers: tuple[AbstractOptimizer, ...]
    epochs: Epochs = 20
    batch_size: BatchSize = 64
    seed: Seed = 0
    seeds: Annotated[int, Whole("", 1, 16)] = 1
    sharpness: Annotated[bool, Flag()] = False
    ema_decay: Annotated[float, Real("", 0.0, 1.0, scale="complement", high_open=True)] = 0.0
    device: Annotated[str, Choice("", DEVICES)] = DEVICES[0]

    def __post_init__(self) -> None:
        super().__post_init__()
        check_type(self, "dataset", AbstractDataset)
        check_type(self, "model", AbstractModel)
        check_optimizers(self)
        if not self.model.fits(self.dataset):
            raise _misfit(self.model, self.dataset)
        if self.steps > MAX_MODEL_STEPS:
            raise SpecError(
                "ModelRun.epochs", "model_steps", steps=self.steps, limit=MAX_MODEL_STEPS, batches=self.steps_per_epoch
            )
        if (last := (self.dataset.train_size - 1) % self.batch_size + 1) < self.model.least_batch:
            raise SpecError(
                "ModelRun.batch_size", "least_batch", got=self.batch_size, least=self.model.least_batch, last=last
            )
        if (size := self.model.parameters(self.dataset.inputs, self.dataset.outputs)) > MAX_PARAMETERS:
            raise SpecError("ModelRun.model", "parameters", parameters=size, limit=MAX_PARAMETERS)
        targets = self.dataset.train_size * self.dataset.places
        if self.sharpness and size * targets > MAX_CURVATURE:
            raise SpecError("ModelRun.sharpness", "curvature", parameters=size, targets=targets, limit=MAX_CURVATURE)
        if (numbers := size * self.seeds * sum(one.history_copies for one in self.optimizers)) > MAX_HISTORY_NUMBERS:
            raise SpecError("ModelRun.optimizers", "remembered", numbers=numbers, limit=MAX_HISTORY_NUMBERS)
        evaluations = self.seeds * sum(one.evaluations for one in self.optimizers if one.uses_closure)
        if evaluations > MAX_EVALUATIONS:
            raise SpecError("ModelRun.optimizers", "evaluations", evaluations=evaluations, limit=MAX_EVALUATIONS)
        for optimizer in self.optimizers:
            if self.lr_factors(optimizer) and scale_free(optimizer) is None:
                names = ", ".join(cls.__name__ for cls in OPTIMIZERS if scale_free(cls(**defaults(cls))) is not None)
                raise SpecError("ModelRun.optimizers", "mup", name=type(optimizer).__name__, names=names)
        skeleton = self.model.skeleton(self.dataset.inputs, self.dataset.outputs)
        check_needs("ModelRun.optimizers", self.optimizers, skeleton)

    @property
    def steps_per_epoch(self) -> int:
        """Number of batches in an epoch; the last batch may be smaller."""
        return -(-self.dataset.train_size // self.batch_size)

    @property
    def steps(self) -> int:
        """Number of updates of each network."""
        return self.epochs * self.steps_per_epoch

    def lr_factors(self, optimizer: AbstractOptimizer) -> tuple[float, ...]:
        """Factor of the lr of each parameter for this optimizer, as `AbstractModel.lr_factors` gives it."""
        return self.model.lr_factors(self.dataset.inputs, self.dataset.outputs, bool(scale_free(optimizer)))

    @property
    def networks(self) -> tuple[tuple[AbstractOptimizer, int], ...]:
        """Optimizer and seed of each network, ordered by contender, then by seed."""
        return tuple((optimizer, self.seed + i) for optimizer in self.optimizers for i in range(self.seeds))


def _misfit(model: AbstractModel, dataset: AbstractDataset) -> SpecError:
    names = ", ".join(cls.__name__ for cls in MODELS if cls.fits(dataset))
    return SpecError("ModelRun.model", "fits", model=type(model).__name__, data=type(dataset).__name__, names=names)


def noise_of(spec: Any) -> dict[str, Any]:
    """The noise fields of a spec, as keyword arguments of another spec."""
    return {name: getattr(spec, name) for name in ("noise", "noise_kind", "tail", "seed")}


def check_type(spec: Declared, name: str, cls: type) -> None:
    """Raise SpecError "instance" unless the field `name` holds an instance of `cls`."""
    check_instance(getattr(spec, name), cls, f"{type(spec).__name__}.{name}")


def check_point(value: Any, where: str) -> tuple[float, float]:
    """The point as two floats; SpecError at `where` if it is invalid."""
    value = plain(value)
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise SpecError(where, "point", range=COORDINATE.range, got=abridged(value))
    x, y = (COORDINATE.check(plain(part), f"{where}.{axis}") for part, axis in zip(value, "xy", strict=True))
    return x, y


def check_optimizers(spec: Any) -> None:
    """Convert the field `optimizers` to a tuple; SpecError unless it holds 1 to `MAX_OPTIMIZERS` optimizers.

    A single optimizer stands for the tuple of it.
    """
    where = f"{type(spec).__name__}.optimizers"
    if isinstance(spec.optimizers, AbstractOptimizer):
        object.__setattr__(spec, "optimizers", (spec.optimizers,))
    if not isinstance(spec.optimizers, tuple | list):
        raise not_list(spec.optimizers, where, AbstractOptimizer)
    object.__setattr__(spec, "optimizers", tuple(spec.optimizers))
    if not spec.optimizers:
        raise SpecError(where, "empty")
    if len(spec.optimizers) > MAX_OPTIMIZERS:
        raise SpecError(where, "range", range=f"{{1, …, {MAX_OPTIMIZERS}}}", got=len(spec.optimizers))
    for optimizer in spec.optimizers:
        check_instance(optimizer, AbstractOptimizer, where)


def check_unscheduled(where: str, optimizers: Sequence[AbstractOptimizer]) -> None:
    """Raise SpecError "scheduled" if an optimizer has a schedule, which batched runs do not support."""
    for optimizer in optimizers:
        if optimizer.schedule is not None:
            raise SpecError(
                where, "scheduled", name=type(optimizer).__name__, schedule=type(optimizer.schedule).__name__
            )


def check_needs(where: str, optimizers: tuple[AbstractOptimizer, ...], model: nn.Module | None = None) -> None:
    """Raise SpecError if `model`, or a surface if it is None, lacks the parameters that an optimizer requires."""
    for requirement, name in ((one.param_requirement, type(one).__name__) for one in optimizers):
        if requirement and not (model and requirement.params_of(model)):
            raise SpecError(where, f"needs_{requirement.name}", name=name)
