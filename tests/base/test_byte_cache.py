"""The cache never holds more than its limit, and drops what was used longest ago."""

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optim_core.base.byte_cache import OVERHEAD, ByteCache, size


@dataclass
class Result:
    name: str
    path: np.ndarray


@pytest.mark.parametrize(
    ("value", "content"),
    [
        (np.zeros(100), 800),
        (np.float32(1), 4),
        (b"abc", 3),
        (("ab", b"c"), 2 * OVERHEAD + 3),
        ({"a": np.zeros(2)}, 2 * OVERHEAD + 17),
        (Result("ab", np.zeros(3)), 2 * OVERHEAD + 26),
        (SimpleNamespace(nbytes=7), 7),
        (None, 0),
        (3.5, 0),
    ],
    ids=repr,
)
def test_size(value, content):
    assert size(value) == OVERHEAD + content


def test_the_value_used_longest_ago_is_dropped():
    cache = ByteCache(2 * OVERHEAD + 1_000)
    cache.put("a", bytes(500))
    cache.put("b", bytes(500))
    assert cache.get("a") is not None
    cache.put("c", bytes(500))
    assert (cache.get("b"), len(cache.get("a")), len(cache.get("c"))) == (None, 500, 500)


def test_a_value_beyond_the_limit_is_returned_and_not_stored():
    cache = ByteCache(1_000)
    cache.put("a", b"small")
    assert len(cache.put("a", bytes(2_000))) == 2_000
    assert cache.get("a") is None


def test_a_popped_value_is_gone():
    cache = ByteCache(1_000)
    cache.put("a", b"one")
    assert (cache.pop("a"), cache.pop("a"), cache.values()) == (b"one", None, [])


@given(sizes=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 600)), max_size=60))
def test_the_limit_holds(sizes):
    cache = ByteCache(1_000)
    for key, length in sizes:
        cache.put(key, bytes(length))
        assert sum(map(size, cache.values())) <= 1_000
