"""Frozen descriptions of work to do; making one checks it, so that whoever holds a spec may run it."""

from dataclasses import dataclass
from typing import Annotated, Any

from optim_core.datasets import AbstractDataset
from optim_core.errors import SpecError
from optim_core.hyper import Declared, Real, Whole
from optim_core.models import AbstractModel
from optim_core.optimizers import AbstractOptimizer
from optim_core.surfaces import AbstractSurface

MAX_OPTIMIZERS = 8
MAX_MODEL_STEPS = 2_000
MAX_PARAMETERS = 20_000
SURFACE_SECONDS = 10.0
MODEL_SECONDS = 120.0
COORDINATE = Real("", -1e9, 1e9)

Seed = Annotated[int, Whole("", 0, 2**31 - 1)]


@dataclass(frozen=True, kw_only=True)
class SurfaceRun(Declared):
    """Optimizers race on one surface from one `start` (the surface's own where None), `steps` updates each.

    `noise` is the standard deviation of the Gaussian added to each gradient coordinate, drawn from `seed`,
    the same for every optimizer.
    """

    surface: AbstractSurface
    optimizers: tuple[AbstractOptimizer, ...]
    start: tuple[float, float] = None  # type: ignore[assignment]
    steps: Annotated[int, Whole("T", 1, 5_000, scale="log", span=(10, 5_000))] = 300
    noise: Annotated[float, Real("σ", 0.0, 1e3, scale="log", span=(1e-3, 1e2))] = 0.0
    seed: Seed = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_type(self, "surface", AbstractSurface)
        _check_optimizers(self)
        start = self.surface.start if self.start is None else self.start
        if not isinstance(start, tuple | list) or len(start) != 2:
            raise SpecError("SurfaceRun.start", "point", got=str(start)[:40])
        x, y = (COORDINATE.check(value, f"SurfaceRun.start.{axis}") for value, axis in zip(start, "xy", strict=True))
        object.__setattr__(self, "start", (x, y))


@dataclass(frozen=True, kw_only=True)
class ModelRun(Declared):
    """Optimizers train copies of one model on one data set: same first weights and same batches, drawn from `seed`."""

    dataset: AbstractDataset
    model: AbstractModel
    optimizers: tuple[AbstractOptimizer, ...]
    epochs: Annotated[int, Whole("E", 1, 500, scale="log", span=(1, 200))] = 20
    batch_size: Annotated[int, Whole("B", 1, 1_024, scale="log", span=(8, 1_024))] = 64
    seed: Seed = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_type(self, "dataset", AbstractDataset)
        _check_type(self, "model", AbstractModel)
        _check_optimizers(self)
        if self.steps > MAX_MODEL_STEPS:
            raise SpecError(
                "ModelRun.epochs", "model_steps", steps=self.steps, limit=MAX_MODEL_STEPS, batches=self.steps_per_epoch
            )
        if (size := self.model.parameters(self.dataset.inputs, self.dataset.classes)) > MAX_PARAMETERS:
            raise SpecError("ModelRun.model", "parameters", parameters=size, limit=MAX_PARAMETERS)

    @property
    def steps_per_epoch(self) -> int:
        """Batches an epoch has; the last may be smaller."""
        return -(-self.dataset.train_size // self.batch_size)

    @property
    def steps(self) -> int:
        return self.epochs * self.steps_per_epoch


def _check_type(spec: Declared, name: str, cls: type) -> None:
    if not isinstance(getattr(spec, name), cls):
        raise SpecError(f"{type(spec).__name__}.{name}", "type", got=str(getattr(spec, name))[:40])


def _check_optimizers(spec: Any) -> None:
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
