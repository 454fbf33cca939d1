"""Compact letter display: contenders that share a letter cannot be told apart."""

from itertools import combinations
from string import ascii_uppercase

import numpy as np
from numpy.typing import NDArray


def letters(different: NDArray[np.bool_]) -> tuple[str, ...]:
    """The letters of k contenders, given best first; `different` (k, k) is symmetric: which pairs differ.

    Two contenders share a letter exactly if they do not differ. Each letter stands for a largest possible set of
    contenders none of which differ; "A" is the set with the best ones. For up to 8 contenders, which
    need at most 18 letters.
    """
    count = len(different)
    alike = [
        set(some)
        for size in range(count, 0, -1)
        for some in combinations(range(count), size)
        if not different[np.ix_(some, some)].any()
    ]
    largest = sorted(sorted(some) for some in alike if not any(some < other for other in alike))
    named = list(zip(ascii_uppercase, largest, strict=False))
    return tuple("".join(letter for letter, some in named if one in some) for one in range(count))
