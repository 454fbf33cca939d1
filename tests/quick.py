"""What `make quick` leaves out: most examples of generated tests, most cases of long tables, and slow tests.

`make explore` runs the generated tests only, with ten times the examples, others each time.

Slow are the folders and files below, and the tests that are marked so.
"""

import os
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import is_hypothesis_test, settings

QUICK = bool(os.environ.get("OPTIM_QUICK"))
EXPLORE = bool(os.environ.get("OPTIM_EXPLORE"))
FOLDERS = (
    *("browser", "cli", "explain/lessons", "explain/training_diagnosis", "export", "pages"),
    *("sweep/maps", "sweep/study", "train"),
)
FILES = (
    "base/test_pool.py",
    "base/test_job.py",
    "base/test_process_start.py",
    "explain/test_claims.py",
    "figures/test_any_float.py",
    "optimizers/test_plugins.py",
    "sweep/test_model_sweep.py",
    "sweep/test_tuned_trainings.py",
    "test_packaging.py",
    "ui/test_model_views.py",
)
SLOW = (*FOLDERS, *FILES)
"""What starts servers and processes, opens pages, trains, or runs studies."""
SCRIPTS = "script"
"""In the name of a test that runs an exported script, which imports torch."""
EVERY = 8
"""Of the cases of a parametrized test every eighth runs, the first included."""


def examples(count: int, **others: Any) -> settings:
    """Hypothesis settings with `count` examples, fewer of them in a quick run, more in an exploring one."""
    share = 0.05 if QUICK else 10 if EXPLORE else 1
    return settings(max_examples=max(round(share * count), 2), **others)


def generated(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """The tests that hypothesis makes the examples of."""
    return [item for item in items if is_hypothesis_test(getattr(item, "obj", None))]


def representative(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """The tests of a quick run."""
    families: Counter[str] = Counter()
    chosen = []
    for item in items:
        family = item.nodeid.partition("[")[0]
        slow = SCRIPTS in family or item.get_closest_marker("slow")
        if not slow and families[family] % EVERY == 0:
            chosen.append(item)
        families[family] += 1
    return chosen
