"""A cached property that two threads may compute at once, for two instances or for the same one."""

import functools
from typing import Any, Self, TypeVar, overload

T = TypeVar("T")


class cached_property(functools.cached_property[T]):  # noqa: N801  # named as what it replaces
    """`functools.cached_property` as Python 3.12 has it.

    Python 3.11's version holds one lock for all instances of a class while a value is computed: one visitor's long race
    would delay everybody, and a pool job that pauses in a property would block its worker's other jobs.
    """

    @overload
    def __get__(self, instance: None, owner: type[Any] | None = None) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type[Any] | None = None) -> T: ...
    def __get__(self, instance: object | None, owner: type[Any] | None = None) -> Self | T:
        if instance is None:
            return self
        value: T = self.func(instance)
        instance.__dict__[self.func.__name__] = value  # found there from now on, before this descriptor
        return value
