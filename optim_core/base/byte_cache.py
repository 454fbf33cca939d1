"""An LRU cache with a limit in bytes, for all threads of the process."""

import threading
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from functools import wraps
from typing import Any, Generic, TypeVar, TypeVarTuple

import numpy as np
from cachetools import LRUCache

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
Ts = TypeVarTuple("Ts")

OVERHEAD = 64
"""Bytes of an object besides its content, roughly."""


class ByteCache(Generic[K, V]):
    """The values put or read last, as many as fit into `limit` bytes; a larger value is not stored."""

    def __init__(self, limit: int) -> None:
        self._entries: LRUCache[K, V] = LRUCache(limit, getsizeof=size)
        self._lock = threading.Lock()

    def get(self, key: K) -> V | None:
        with self._lock:
            return self._entries.get(key)

    def put(self, key: K, value: V) -> V:
        """Store `value` and return it; its size is measured now."""
        with self._lock:
            self._entries.pop(key, None)
            if size(value) <= self._entries.maxsize:
                self._entries[key] = value
        return value

    def pop(self, key: K) -> V | None:
        with self._lock:
            return self._entries.pop(key, None)

    def values(self) -> list[V]:
        with self._lock:
            return list(self._entries.values())

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()


def cached(limit: int = 24 * 2**20) -> Callable[[Callable[[*Ts], V]], Callable[[*Ts], V]]:
    """Decorate a function of hashable arguments: store its last results, `limit` bytes with their arguments."""

    def decorate(compute: Callable[[*Ts], V]) -> Callable[[*Ts], V]:
        entries: ByteCache[tuple[*Ts], tuple[tuple[*Ts], V]] = ByteCache(limit)

        @wraps(compute)
        def look_up(*args: *Ts) -> V:
            entry = entries.get(args) or entries.put(args, (args, compute(*args)))
            return entry[1]

        return look_up

    return decorate


def size(value: Any) -> int:
    """Bytes that `value` holds, roughly: its arrays and texts, also those inside containers and dataclasses.

    An object of another class has the size of its attribute `nbytes`, if it has one.
    """
    if isinstance(value, np.ndarray | np.generic) or hasattr(value, "nbytes"):
        return OVERHEAD + int(value.nbytes)
    if isinstance(value, str | bytes):
        return OVERHEAD + len(value)
    if isinstance(value, Mapping):
        return OVERHEAD + sum(size(key) + size(content) for key, content in value.items())
    if isinstance(value, tuple | list | set | frozenset):
        return OVERHEAD + sum(map(size, value))
    if is_dataclass(value):
        return OVERHEAD + sum(size(getattr(value, field.name)) for field in fields(value))
    return OVERHEAD
