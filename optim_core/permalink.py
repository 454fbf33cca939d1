"""A spec as the names and texts of a query string, and back: `surface=Rosenbrock&surface.b=50&o1=Adam&o1.lr=0.02`.

Only what differs from its default is written. What is read goes through the declared hyperparameters.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from optim_core.datasets import DATASETS
from optim_core.hyper import Declared, SpecError, defaults, hypers
from optim_core.models import MODELS
from optim_core.optimizers import OPTIMIZERS
from optim_core.specs import COORDINATE, MAX_OPTIMIZERS, ModelRun, SurfaceRun
from optim_core.surfaces import SURFACES

T = TypeVar("T", bound=Declared)
Query = Mapping[str, str]


def write_surface_run(run: SurfaceRun, slots: Sequence[int] | None = None) -> dict[str, str]:
    """The query of a surface run; `slots` numbers the contenders, 1, 2, ... by default."""
    query = write_member("surface", run.surface) | write_fields(run) | write_optimizers(run.optimizers, slots)
    if run.start != run.surface.start:
        query |= {f"start.{axis}": COORDINATE.format(value) for axis, value in zip("xy", run.start, strict=True)}
    return query


def read_surface_run(query: Query) -> SurfaceRun:
    """The run a query stands for; SpecError names the first entry that cannot be read."""
    surface = read_member("surface", SURFACES, query)
    start = [COORDINATE.parse(query[f"start.{axis}"], f"start.{axis}") for axis in "xy" if f"start.{axis}" in query]
    return SurfaceRun(
        surface=surface,
        optimizers=tuple(read_optimizers(query).values()),
        start=(start[0], start[1]) if len(start) == 2 else surface.start,
        **read_fields(SurfaceRun, query),
    )


def write_model_run(run: ModelRun, slots: Sequence[int] | None = None) -> dict[str, str]:
    """The query of a model run; `slots` numbers the contenders, 1, 2, ... by default."""
    members = write_member("dataset", run.dataset) | write_member("model", run.model)
    return members | write_fields(run) | write_optimizers(run.optimizers, slots)


def read_model_run(query: Query) -> ModelRun:
    """The run a query stands for; SpecError names the first entry that cannot be read."""
    return ModelRun(
        dataset=read_member("dataset", DATASETS, query),
        model=read_member("model", MODELS, query),
        optimizers=tuple(read_optimizers(query).values()),
        **read_fields(ModelRun, query),
    )


def write_optimizers(optimizers: Sequence[Declared], slots: Sequence[int] | None = None) -> dict[str, str]:
    numbers = [slot + 1 for slot in slots or range(len(optimizers))]
    return {k: v for n, optimizer in zip(numbers, optimizers, strict=True) for k, v in write_member(f"o{n}", optimizer).items()}


def read_optimizers(query: Query) -> dict[int, Declared]:
    """The contenders of a query: slot -> optimizer, in order of slots."""
    numbers = [n for n in range(1, MAX_OPTIMIZERS + 1) if f"o{n}" in query]
    return {n - 1: read_member(f"o{n}", OPTIMIZERS, query) for n in numbers}


def write_member(name: str, member: Declared) -> dict[str, str]:
    """`name=Class` and a `name.hyper=value` for each value that is not the default."""
    return {name: type(member).__name__} | write_fields(member, f"{name}.")


def read_member(name: str, members: Sequence[type[T]], query: Query) -> T:
    """The member that `name` and the `name.hyper` entries of the query stand for."""
    by_name = {cls.__name__: cls for cls in members}
    if query.get(name) not in by_name:
        choices = "{" + ", ".join(by_name) + "}"
        raise SpecError(name, "range", range=choices, got=str(query.get(name))[:40])
    cls = by_name[query[name]]
    return cls(**read_fields(cls, query, f"{name}."))


def write_fields(spec: Declared, prefix: str = "") -> dict[str, str]:
    usual = defaults(type(spec))
    changed = {name: value for name, value in spec.values().items() if value != usual[name]}
    return {prefix + name: hypers(type(spec))[name].format(value) for name, value in changed.items()}


def read_fields(cls: type[Declared], query: Query, prefix: str = "") -> dict[str, object]:
    named = {name: domain for name, domain in hypers(cls).items() if prefix + name in query}
    return {name: domain.parse(query[prefix + name], prefix + name) for name, domain in named.items()}
