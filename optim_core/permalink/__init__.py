"""Specs as entries of a query string and back: `surface=Rosenbrock&surface.b=50&o1=Adam&o1.lr=0.02`.

Values equal to their default are left out. Texts are parsed and checked by the declared hyperparameters.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from optim_core.base.errors import SpecError
from optim_core.base.hyper import Declared, defaults, hypers
from optim_core.models import MODELS
from optim_core.models.datasets import DATASETS, OWN_DATA, AbstractDataset
from optim_core.optimizers import OPTIMIZERS, AbstractOptimizer
from optim_core.specs import COORDINATE, MAX_OPTIMIZERS, ModelRun, SurfaceRun
from optim_core.surfaces import SURFACES, AbstractSurface, Transformed
from optim_core.surfaces.base import Point

T = TypeVar("T", bound=Declared)
Query = Mapping[str, str]
Complete = Callable[[AbstractDataset], AbstractDataset]
"""Gives a data set of somebody's own file, of which a link holds the digest only, with its data."""


def as_it_is(dataset: AbstractDataset) -> AbstractDataset:
    """The data set, without the data of a file."""
    return dataset


def write_surface_run(run: SurfaceRun, indices: Sequence[int] | None = None) -> dict[str, str]:
    """The query of a surface run; `indices` are the contenders' indices, 0, 1, ... by default."""
    query = write_surface(run.surface) | write_fields(run) | write_optimizers(run.optimizers, indices)
    if repr(run.start) != repr(run.surface.start):  # unlike ==, repr distinguishes −0 from 0
        start = run.surface.inward(run.start)
        query |= {f"start.{axis}": COORDINATE.format(value) for axis, value in zip("xy", start, strict=True)}
    return query


def read_surface_run(query: Query) -> SurfaceRun:
    """The surface run of a query; SpecError at the first invalid entry."""
    surface = read_surface(query)
    return SurfaceRun(
        surface=surface,
        optimizers=tuple(read_optimizers(query).values()),
        start=read_start(surface, query),
        **read_fields(SurfaceRun, query),
    )


def write_surface(surface: AbstractSurface) -> dict[str, str]:
    """`surface=Class` with its hyperparameters, and entries like `angle=45` if the surface is transformed."""
    moved = {} if surface.plain is surface else write_fields(surface)
    return write_member("surface", surface.plain) | moved


def read_surface(query: Query) -> AbstractSurface:
    """The surface of a query, with its transformation; SpecError if an entry is invalid."""
    inner = read_member("surface", SURFACES, query)
    surface = Transformed(inner=inner, **read_fields(Transformed, query))
    return surface if write_fields(surface) else inner


def read_start(surface: AbstractSurface, query: Query) -> Point:
    """The start of a query. Its entries are coordinates on the plain surface, so the start turns with the surface."""
    texts = {f"start.{axis}": COORDINATE.format(value) for axis, value in zip("xy", surface.plain.start, strict=True)}
    x, y = (COORDINATE.parse(query.get(name, default), name) for name, default in texts.items())
    return surface.outward((x, y))


def write_model_run(run: ModelRun, indices: Sequence[int] | None = None) -> dict[str, str]:
    """The query of a model run; `indices` are the contenders' indices, 0, 1, ... by default."""
    members = write_member("dataset", run.dataset) | write_member("model", run.model)
    return members | write_fields(run) | write_optimizers(run.optimizers, indices)


def read_model_run(query: Query, complete: Complete = as_it_is) -> ModelRun:
    """The model run of a query; SpecError at the first invalid entry."""
    return ModelRun(
        dataset=complete(read_member("dataset", (*DATASETS, *OWN_DATA), query)),
        model=read_member("model", MODELS, query),
        optimizers=tuple(read_optimizers(query).values()),
        **read_fields(ModelRun, query),
    )


def write_optimizers(optimizers: Sequence[Declared], indices: Sequence[int] | None = None) -> dict[str, str]:
    """The entries of the contenders only."""
    numbers = [index + 1 for index in indices or range(len(optimizers))]
    written = (write_member(f"o{n}", optimizer) for n, optimizer in zip(numbers, optimizers, strict=True))
    return {name: text for entry in written for name, text in entry.items()}


def read_optimizers(query: Query) -> dict[int, AbstractOptimizer]:
    """The contenders of a query that are not switched off: index -> optimizer, in ascending order."""
    active = (index for index in contender_indices(query) if is_on(index, query))
    return {index: read_member(f"o{index + 1}", OPTIMIZERS, query) for index in active}


def contender_indices(query: Query) -> list[int]:
    """The indices of a query's contenders, in ascending order.

    A contender's index counts from 0; code and figures use it. Its number, index + 1, is in links (`o1`) and in texts.
    A contender keeps both, and so its color, when others are removed.
    """
    return [index for index in range(MAX_OPTIMIZERS) if f"o{index + 1}" in query]


def is_on(index: int, query: Query) -> bool:
    """Whether the contender at `index` takes part; `o1.off=True` keeps a contender in the link but out of the race."""
    return query.get(f"o{index + 1}.off") != "True"


def write_member(name: str, member: Declared) -> dict[str, str]:
    """`name=Class`, and `name.hyper=value` for each value that is not the default; also for each of its parts."""
    query = {name: type(member).__name__} | write_fields(member, f"{name}.")
    for field in member.parts:
        if (part := getattr(member, field)) is not None:
            query |= write_member(f"{name}.{field}", part)
    return query


def read_member(name: str, members: Sequence[type[T]], query: Query) -> T:
    """The instance of one of `members` described by `name` and the `name.hyper` entries; SpecError if invalid."""
    by_name = {cls.__name__: cls for cls in members}
    if query.get(name) not in by_name:
        choices = "{" + ", ".join(by_name) + "}"
        raise SpecError(name, "range", range=choices, got=str(query.get(name))[:40])
    cls = by_name[query[name]]
    named = {field: classes for field, classes in cls.parts.items() if f"{name}.{field}" in query}
    parts: dict[str, Any] = {field: read_member(f"{name}.{field}", classes, query) for field, classes in named.items()}
    return cls(**read_fields(cls, query, f"{name}."), **parts)


def write_fields(spec: Declared, prefix: str = "") -> dict[str, str]:
    """The entries `prefix` + name of the values that are not the default."""
    default = defaults(type(spec))
    changed = {name: value for name, value in spec.values().items() if repr(value) != repr(default[name])}
    return {prefix + name: hypers(type(spec))[name].format(value) for name, value in changed.items()}


def read_fields(cls: type[Declared], query: Query, prefix: str = "") -> dict[str, Any]:
    """The values of the entries `prefix` + name: name -> value; SpecError if one is invalid."""
    given = {name: domain for name, domain in hypers(cls).items() if prefix + name in query}
    return {name: domain.parse(query[prefix + name], prefix + name) for name, domain in given.items()}
