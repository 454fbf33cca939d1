"""A part of `python -m benchmarks diagnosis`: planted defects and healthy trainings that no rule was chosen on."""

from collections import Counter

import pytest

from benchmarks.diagnosis import FLAGGED, NAMED, calm_share, confusion, confusion_table, named_first
from benchmarks.planted import HELD_OUT, TUNING, trainings

CELLS = HELD_OUT[0], HELD_OUT[2]


@pytest.fixture(scope="module")
def found():
    """First findings over two cells, with grids of two optimizers in each."""
    total: Counter[tuple[str, str]] = Counter()
    for cell in CELLS:
        total.update(confusion(trainings(cell, (cell.optimizers[0], cell.optimizers[2]))))
    return total


def test_no_cell_is_used_for_both():
    assert {cell.seed for cell in TUNING} & {cell.seed for cell in HELD_OUT} == set()
    assert {repr(cell.dataset) for cell in TUNING} & {repr(cell.dataset) for cell in HELD_OUT} == set()


def test_most_planted_defects_are_named_first(found):
    named, planted = named_first(found)
    assert planted >= 30
    assert 100 * named / planted >= NAMED, confusion_table(found)


def test_healthy_trainings_are_not_flagged(found):
    calm, healthy = calm_share(found)
    assert healthy >= 5
    assert 100 * (1 - calm / healthy) <= FLAGGED, confusion_table(found)
