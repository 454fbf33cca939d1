"""A study as a readable TOML file, which `toml_reader` reads back; values that equal their default are left out."""

import json
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from optim_core.base.domains import AbstractDomain
from optim_core.base.hyper import Declared, defaults, hypers
from optim_core.specs import COORDINATE, SurfaceRun
from optim_core.sweep.study.spacing import spacing_of
from optim_core.sweep.study.spec import Point, Study
from optim_core.sweep.study.toml_reader import NOT_SHARED


def study_toml(study: Study) -> str:
    """The text that `read_study` reads back; values that equal their default are left out."""
    run = study.base
    names = ("surface",) if isinstance(run, SurfaceRun) else ("dataset", "model")
    parts = [_section(f"[{name}]", _written(getattr(run, name))) for name in names]
    if isinstance(run, SurfaceRun) and run.surface.plain is not run.surface:
        parts = [_section("[surface]", _written(run.surface.plain) | _changed(run.surface))]
    own = {name: value for name, value in _changed(run).items() if name not in NOT_SHARED}
    starts = {"starts": _value(study.starts)} if study.starts else {}
    if study.starts and (grid := grid_lines(study.starts)) and len(study.starts) > 1:
        x, y = (_axis(COORDINATE, values) if len(values) > 1 else _value(values[0]) for values in grid)
        starts = {"start": f"{{ x = {x}, y = {y} }}"}
    parts.append(_section("[run]", own | starts | {"seeds": _value(study.seeds)}))
    for one in study.contenders:
        cls, axes = type(one.optimizer), dict(one.axes)
        fixed = {name: text for name, text in _written(one.optimizer).items() if name not in axes}
        written = {name: _axis(hypers(cls)[name], values) for name, values in axes.items()}
        clip = {} if one.optimizer.clip is None else {"clip": _inline(_written(one.optimizer.clip))}
        parts.append(_section("[[optimizers]]", fixed | clip | written))
    return "\n".join(parts)


def grid_lines(starts: Sequence[Point]) -> tuple[tuple[float, ...], tuple[float, ...]] | None:
    """The (x, y) values whose product, with y fastest, is `starts`; None if there are none."""
    xs, ys = (tuple(dict.fromkeys(values)) for values in zip(*starts, strict=True))
    grid = len(xs) * len(ys) == len(starts) and tuple(product(xs, ys)) == tuple(starts)
    return (xs, ys) if grid else None


def _axis(domain: AbstractDomain, values: Sequence[Any]) -> str:
    table = spacing_of(domain, values) or {"values": values}
    return _inline({key: _value(value) for key, value in table.items()})


def _inline(table: Mapping[str, str]) -> str:
    return "{ " + ", ".join(f"{key} = {text}" for key, text in table.items()) + " }"


def _written(member: Declared) -> dict[str, str]:
    return {"name": _value(type(member).__name__)} | _changed(member)


def _changed(spec: Declared) -> dict[str, str]:
    default = defaults(type(spec))
    return {name: _value(value) for name, value in spec.values().items() if repr(value) != repr(default[name])}


def _section(head: str, entries: Mapping[str, str]) -> str:
    return "\n".join([head, *(f"{name} = {text}" for name, text in entries.items()), ""])


def _value(value: Any) -> str:
    if isinstance(value, tuple | list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value) if isinstance(value, str | bool) else repr(value)
