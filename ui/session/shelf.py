"""Results kept for everyone: the latest of each kind, by what they are results of."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Shelf(Generic[K, V]):
    """The `most` entries that were put there last. As a module global it outlives a visitor's "clear cache"."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._entries: OrderedDict[K, V] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: K) -> V | None:
        return self._entries.get(key)

    def put(self, key: K, value: V) -> V:
        with self._lock:
            self._entries[key] = value
            while len(self._entries) > self.most:
                self._entries.popitem(last=False)
        return value

    def values(self) -> list[V]:
        return list(self._entries.values())
