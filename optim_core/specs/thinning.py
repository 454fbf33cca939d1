"""Which values of a long history are drawn and exported: some of them, but every peak and every drop."""

import numpy as np
from numpy.typing import NDArray

from optim_core.base.result import Array

MOST_ROWS = 2_000
"""A history of up to so many values is shown in full."""


def stride(count: int) -> int:
    """The number of successive values of which two are shown, so that `count` values become at most `MOST_ROWS`; or 1.

    The first and the last value of a history come on top.
    """
    return 1 if count <= MOST_ROWS else -(-2 * count // MOST_ROWS)


def shown_rows(values: Array, every: int) -> NDArray[np.intp]:
    """Ascending indices of the lowest and the highest of each `every` successive values (n,), the first and the last.

    NaN is neither lowest nor highest; of values that are all NaN, the first is shown.
    """
    if every == 1 or not len(values):
        return np.arange(len(values))
    parts = -(-len(values) // every)
    table = np.append(values, np.full(parts * every - len(values), np.nan)).reshape(parts, every)
    starts, gaps = every * np.arange(parts), np.isnan(table)
    lowest = starts + np.where(gaps, np.inf, table).argmin(axis=1)
    highest = starts + np.where(gaps, -np.inf, table).argmax(axis=1)
    return np.unique(np.concatenate([[0], lowest, highest, [len(values) - 1]]))
