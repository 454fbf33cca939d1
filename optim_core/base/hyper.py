"""Hyperparameters, each declared once: `lr: Annotated[float, Real("η", 1e-10, 1e3)] = 1e-3`.

Check, widget, link entry, exported script and tests of a hyperparameter all follow from its declaration.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar, get_type_hints

from optim_core.base.domains import AbstractDomain

T = TypeVar("T")


def _once(function: Callable[[type], T]) -> Callable[[type], T]:
    """`functools.cache`, typed so that mypy accepts a class as its argument."""
    return cache(function)


@_once
def hypers(cls: type) -> Mapping[str, AbstractDomain]:
    """The declared hyperparameters of a dataclass: name -> domain, in order of declaration."""
    hints = get_type_hints(cls, include_extras=True)
    found = ((f.name, getattr(hints[f.name], "__metadata__", ())) for f in fields(cls))
    return MappingProxyType({name: meta[0] for name, meta in found if meta and isinstance(meta[0], AbstractDomain)})


@_once
def defaults(cls: type) -> Mapping[str, Any]:
    """The default of every declared hyperparameter: name -> value."""
    return MappingProxyType({f.name: f.default for f in fields(cls) if f.name in hypers(cls)})


@dataclass(frozen=True, kw_only=True)
class Declared:
    """Base of every spec. The constructor brings hyperparameters to canonical types; SpecError if one is invalid."""

    parts: ClassVar[Mapping[str, tuple[type, ...]]] = {}  # fields that hold None or a spec: name -> its classes

    def __post_init__(self) -> None:
        for name, domain in hypers(type(self)).items():
            object.__setattr__(self, name, domain.check(getattr(self, name), f"{type(self).__name__}.{name}"))
        self.check_together()

    def check_together(self) -> None:
        """Raise SpecError if valid values are invalid in combination."""

    def values(self) -> dict[str, Any]:
        """The values of the declared hyperparameters: name -> value."""
        return {name: getattr(self, name) for name in hypers(type(self))}
