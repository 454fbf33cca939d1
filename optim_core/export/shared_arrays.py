"""Arrays that occur several times in JSON data, written once."""

import json
from typing import Any

import numpy as np

from optim_core.figures.numbers import SINGLE, sendable

LONG = 64
"""Numbers from which a list is written as an array."""
NAMES = ("x", "y", "loss")
"""Keys whose lists may be arrays: those of traces and contenders."""


def with_shared_arrays(tree: Any) -> tuple[Any, list[Any]]:
    """The tree with `{"array": n}` in place of each array in base64, and the arrays in the order of n.

    Long lists of coordinates become arrays too, with NaN for None, in single precision where that represents them.
    """
    pool: dict[str, int] = {}
    return _shared(tree, pool), [json.loads(text) for text in pool]


def _shared(tree: Any, pool: dict[str, int]) -> Any:
    if isinstance(tree, dict):
        if "bdata" in tree:
            return {"array": pool.setdefault(json.dumps(tree), len(pool))}
        return {name: _shared(_packed(value) if name in NAMES else value, pool) for name, value in tree.items()}
    return [_shared(value, pool) for value in tree] if isinstance(tree, list | tuple) else tree


def _packed(value: Any) -> Any:
    if not isinstance(value, list) or len(value) < LONG:
        return value
    numbers = np.array([np.nan if each is None else each for each in value], np.float64)
    size = np.abs(numbers[np.isfinite(numbers) & (numbers != 0)])
    single = not len(size) or (size.min() > SINGLE[0] and size.max() < SINGLE[1])
    return sendable(numbers.astype(np.float32) if single else numbers)
