"""What `make quick` leaves out: most examples of generated tests, most cases of long tables, and slow folders."""

import os
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import settings

QUICK = bool(os.environ.get("OPTIM_QUICK"))
SLOW = ("tests/pages/", "tests/sweep/study/", "tests/cli/", "tests/base/test_pool.py", "tests/base/test_job.py")
EVERY = 5
"""Of the cases of a parametrized test every fifth runs, the first included."""


def examples(count: int, **others: Any) -> settings:
    """Hypothesis settings with `count` examples, or a few of them in a quick run."""
    return settings(max_examples=max(count // 20, 2) if QUICK else count, **others)


def representative(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """The tests of a quick run."""
    families: Counter[str] = Counter()
    chosen = []
    for item in items:
        family = item.nodeid.partition("[")[0]
        if not family.startswith(SLOW) and families[family] % EVERY == 0:
            chosen.append(item)
        families[family] += 1
    return chosen
