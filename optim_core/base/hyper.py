"""Hyperparameters, each declared once: `lr: Annotated[float, Real("η", 1e-10, 1e3)] = 1e-3`.

Check, widget, link entry, exported script and tests of a hyperparameter all follow from its declaration.
"""

import inspect
import re
from abc import ABCMeta
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, get_type_hints

from optim_core.base.domains import AbstractDomain
from optim_core.base.errors import UnknownFieldError, abridged
from optim_core.base.plain import plain

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


class SpecClass(ABCMeta):
    """The class of spec classes, whose constructors pass their keyword arguments through `accepted` first."""

    if not TYPE_CHECKING:  # type checkers see the arguments of the dataclass

        def __call__(cls, *args: Any, **kwargs: Any) -> Any:
            return super().__call__(*args, **cls.accepted(kwargs))

        @property
        def __signature__(cls) -> inspect.Signature:
            """The signature of the constructor, which `inspect.signature` would not see behind `__call__`."""
            own = inspect.signature(cls.__init__)
            return own.replace(parameters=[*own.parameters.values()][1:])


@_once
def field_names(cls: type) -> Mapping[str, None]:
    """The names of the fields of a dataclass, in order of declaration, as the keys of a mapping."""
    return MappingProxyType(dict.fromkeys(f.name for f in fields(cls)))


@dataclass(frozen=True, kw_only=True)
class Declared(metaclass=SpecClass):
    """Base of every spec. The constructor brings hyperparameters to canonical types; SpecError if one is invalid.

    A number may be a tensor or array without dimensions.
    """

    parts: ClassVar[Mapping[str, tuple[type, ...]]] = {}  # fields that hold None or a spec: name -> its classes
    packed: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """torch keyword -> the hyperparameters that form its tuple, such as betas -> (beta1, beta2)."""
    none_values: ClassVar[Mapping[str, Any]] = {}
    """Hyperparameter -> the value that stands for torch's None."""
    ignored: ClassVar[Mapping[str, tuple[Any, ...]]] = {}
    """Argument of the torch class that is no field -> the values that change no result, and so may be passed."""
    elsewhere: ClassVar[Mapping[str, str]] = {}
    """Argument of the torch class that is no field -> key of the sentence that says what to set instead."""

    def __post_init__(self) -> None:
        for name, domain in hypers(type(self)).items():
            object.__setattr__(self, name, domain.check(plain(getattr(self, name)), f"{type(self).__name__}.{name}"))
        self.check_together()

    @classmethod
    def accepted(cls, given: dict[str, Any]) -> dict[str, Any]:
        """Keyword arguments of the constructor, from those of a user; UnknownFieldError for one that is no field."""
        known = field_names(cls)
        if given.keys() <= known.keys() and all(value is not None for value in given.values()):
            return given
        result = {}
        for name, value in given.items():
            if name in known:
                result[name] = cls.none_values.get(name) if value is None else value
            elif not isinstance(value, int | None) or value not in cls.ignored.get(name, ()):
                raise cls._unknown(name)
        return result

    @classmethod
    def _unknown(cls, name: str) -> UnknownFieldError:
        where, known = f"{cls.__name__}.{abridged(name)}", field_names(cls)
        if name in cls.elsewhere:
            return UnknownFieldError(where, cls.elsewhere[name])
        numbered = [one for one in known if re.fullmatch(re.escape(name.removesuffix("s")) + r"\d", one)]
        if names := cls.packed.get(name, tuple(numbered)):
            return UnknownFieldError(where, "separate_numbers", names=", ".join(names))
        return UnknownFieldError(where, "unknown_field", names=", ".join(known))

    def check_together(self) -> None:
        """Raise SpecError if valid values are invalid in combination."""

    def values(self) -> dict[str, Any]:
        """The values of the declared hyperparameters: name -> value."""
        return {name: getattr(self, name) for name in hypers(type(self))}
