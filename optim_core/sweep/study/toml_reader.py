"""A study from its TOML file. SpecErrors name the entry in the file; numbers start at 1."""

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from optim_core.base.domains import AbstractDomain, Choice, Whole
from optim_core.base.errors import SpecError, abridged
from optim_core.base.hyper import Declared, hypers
from optim_core.models import MODELS
from optim_core.models.datasets import DATASETS, OWN_DATA
from optim_core.optimizers import OPTIMIZERS
from optim_core.optimizers.clipping import CLIPS
from optim_core.permalink import Complete, as_it_is
from optim_core.specs import COORDINATE, ModelRun, SurfaceRun
from optim_core.specs.sweep import Axis
from optim_core.surfaces import SURFACES, AbstractSurface, Transformed
from optim_core.sweep.study.bounds import decoded, parsed
from optim_core.sweep.study.spacing import SPACING, spaced
from optim_core.sweep.study.spec import MAX_CONTENDERS, Point, Run, Study, StudyContender, check_count, grid_of

T = TypeVar("T", bound=Declared)
MEMBERS: Mapping[str, tuple[type[Any], ...]] = {
    "surface": SURFACES,
    "dataset": (*DATASETS, *OWN_DATA),
    "model": MODELS,
}
NOT_SHARED = ("seed", "seeds", "sharpness", "ema_decay")
"""Fields of a run that a study file cannot set in its `[run]` table."""


def read_toml(data: bytes, complete: Complete = as_it_is) -> Study:
    """As `read_study`, of the bytes of a file; SpecError (`too_many_bytes`, `not_utf8`) if they are no text."""
    return read_study(decoded(data), complete)


def read_study(text: str, complete: Complete = as_it_is) -> Study:
    """The study that a file describes; SpecError names the first invalid entry.

    `complete` gives the data of a table in a file of somebody's own, which the text names by its digest only.
    """
    root = parsed(text)
    kind: type[Run] = SurfaceRun if "surface" in root else ModelRun
    names = ("surface",) if "surface" in root else ("dataset", "model")
    if not root.keys() >= set(names):
        raise SpecError("STUDY", "no_problem", got=abridged(", ".join(root)) or "{}")
    _only(root, (*names, "run", "optimizers"), "STUDY")
    read = {name: _surface if name == "surface" else _member for name in names}
    members: dict[str, Any] = {name: read[name](_table(root, name), MEMBERS[name], name) for name in names}
    if kind is ModelRun:
        members["dataset"] = complete(members["dataset"])
    listed = root.get("optimizers", [])
    if not isinstance(listed, list):
        raise SpecError("optimizers", "tables", got=abridged(listed))
    if len(listed) > MAX_CONTENDERS:
        raise Whole("", 1, MAX_CONTENDERS).refuse(len(listed), "optimizers")
    contenders = tuple(_contenders(listed))
    run = dict(_table(root, "run"))
    fields = [name for name in hypers(kind) if name not in NOT_SHARED]
    _only(run, (*fields, "seeds", *(("starts", "start") if kind is SurfaceRun else ())), "run")
    starts = _starts(run, members["surface"]) if kind is SurfaceRun else ()
    seeds = _list(run, "seeds", "run", (0,))
    with _at("run", names):
        optimizers = tuple(one.optimizer for one in contenders[:1]) or (OPTIMIZERS[0](),)  # type: ignore[call-arg]
        given: dict[str, Any] = {**members, **{name: run[name] for name in fields if name in run}}
        base = kind(optimizers=optimizers, **given)
        return Study(base=base, contenders=contenders, starts=starts, seeds=tuple(seeds))


def _table(parent: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = parent.get(name, {})
    if not isinstance(table, dict):
        raise SpecError(name, "table", got=abridged(table))
    return table


def _only(table: Mapping[str, Any], names: Sequence[str], where: str) -> None:
    """SpecError (`no_axis`) at the first key that is not one of `names`."""
    for key in table:
        if key not in names:
            raise SpecError(where, "no_axis", got=key[:40], names=", ".join(names))


@contextmanager
def _at(path: str, tables: Sequence[str] = ()) -> Iterator[None]:
    """Replace the class in the location of a SpecError by the entry of the file."""
    try:
        yield
    except SpecError as error:
        field = error.where.partition(".")[2]
        where = field if field in (*tables, "optimizers") else f"{path}.{field}" if field else path
        raise SpecError(where, error.key, **error.values) from None


def _member(table: Mapping[str, Any], classes: Sequence[type[T]], where: str) -> T:
    cls = _class(table, classes, where)
    with _at(where):
        return cls(**{name: value for name, value in table.items() if name != "name"})


def _class(table: Mapping[str, Any], classes: Sequence[type[T]], where: str) -> type[T]:
    by_name = {cls.__name__: cls for cls in classes}
    cls = by_name[Choice("", tuple(by_name)).check(table.get("name"), f"{where}.name")]
    _only(table, ("name", *hypers(cls)), where)
    return cls


def _surface(table: Mapping[str, Any], classes: Sequence[type[Any]], where: str) -> AbstractSurface:
    """A surface, transformed if its table has fields of `Transformed` beside its own."""
    moved = {name: value for name, value in table.items() if name in hypers(Transformed)}
    inner: AbstractSurface = _member({k: v for k, v in table.items() if k not in moved}, classes, where)
    with _at(where):
        return Transformed(inner=inner, **moved) if moved else inner


def _contenders(listed: Sequence[Any]) -> Iterator[StudyContender]:
    """Each contender; SpecError (`lanes`) as soon as their settings are more than a study may have trials."""
    settings = 0
    for number, table in enumerate(listed, 1):
        contender = _contender(table, f"optimizers[{number}]")
        settings += math.prod(contender.shape)
        check_count(settings, "optimizers")
        yield contender


def _contender(table: Any, where: str) -> StudyContender:
    if not isinstance(table, dict):
        raise SpecError(where, "table", got=abridged(table))
    given = {name: value for name, value in table.items() if name != "clip"}
    cls = _class(given, OPTIMIZERS, where)
    axes: list[Axis] = []
    fixed: dict[str, Any] = {}
    if "clip" in table:
        if not isinstance(table["clip"], dict):
            raise SpecError(f"{where}.clip", "table", got=abridged(table["clip"]))
        fixed["clip"] = _member(table["clip"], CLIPS, f"{where}.clip")
    for name, value in given.items():
        if isinstance(value, dict):
            axes.append(Axis(name, _values(value, hypers(cls)[name], f"{where}.{name}")))
        elif name != "name":
            fixed[name] = value
    with _at(where):
        first = {axis.name: axis.values[0] for axis in axes if axis.values}
        return StudyContender(optimizer=cls(**fixed, **first), axes=tuple(axes))


def _values(table: Mapping[str, Any], domain: AbstractDomain, where: str) -> tuple[Any, ...]:
    if "values" in table:
        _only(table, ("values",), where)
        return tuple(_list(table, "values", where))
    _only(table, ("values", *SPACING), where)
    return spaced(domain, table, where)


def _list(table: Mapping[str, Any], name: str, where: str, default: Sequence[Any] = ()) -> Sequence[Any]:
    values = table.get(name, default)
    if not isinstance(values, list | tuple) or any(isinstance(value, dict) for value in values):
        raise SpecError(f"{where}.{name}", "list", got=abridged(values))
    return values


def _starts(run: Mapping[str, Any], surface: Any) -> tuple[Point, ...]:
    """The points listed in `starts`, or the grid of `start`; empty without either."""
    if "start" not in run:
        points = _list(run, "starts", "run")
        return tuple(tuple(point) if isinstance(point, list) else point for point in points)
    if "starts" in run:
        raise SpecError("run.starts", "either", other="run.start")
    grid = run["start"]
    if not isinstance(grid, dict):
        raise SpecError("run.start", "table", got=abridged(grid))
    _only(grid, ("x", "y"), "run.start")
    lines = []
    for name, default in zip("xy", surface.start, strict=True):
        value, where = grid.get(name, default), f"run.start.{name}"
        given = _values(value, COORDINATE, where) if isinstance(value, dict) else (value,)
        lines.append(tuple(COORDINATE.check(one, where) for one in given))
    with _at("run"):
        return grid_of(*lines)
