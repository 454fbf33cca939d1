"""Arrivals recorded for many lanes at once, against a search through the losses of each lane."""

import numpy as np
import pytest

from optim_core.sweep.arrivals import NEVER, Arrivals

TARGETS = (0.5, 0.1, 0.03, 0.01)
LOWEST, ROUNDING = -2.0, 1e-9


def searched(gaps: np.ndarray, target: float) -> int:
    """The first row from which on all gaps (rows,) are within a share of the first one; `NEVER` if the last is not."""
    within = gaps <= max(target * gaps[0], ROUNDING)
    outside = np.flatnonzero(~within)
    row = int(outside[-1]) + 1 if len(outside) else 0
    return row if row < len(gaps) else NEVER


def largest_from(loss: np.ndarray) -> np.ndarray:
    """The largest loss of each lane from each row on, as `loss` (rows, n)."""
    return np.maximum.accumulate(loss[::-1])[::-1]


@pytest.mark.parametrize("rows", [1, 7, 16])
@pytest.mark.parametrize("seed", range(5))
def test_every_lane_arrives_where_a_search_says(rows: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    gaps = 10.0 ** rng.uniform(-3, 1, (61, 40))
    gaps[:, :8] = np.sort(gaps[:, :8], axis=0)[::-1]  # lanes that only descend
    gaps[20:, 8] = 0.0
    gaps[:, 9] = 0.0
    gaps[5:, 10] = 0.1 * gaps[0, 10]  # just within a target
    loss = LOWEST + gaps
    first_gap = loss[0] - LOWEST
    first_gap[11] = np.nan
    arrivals = Arrivals(TARGETS, LOWEST, first_gap, ROUNDING)
    with np.errstate(all="ignore"):  # as during a sweep
        for first in range(0, len(loss), rows):
            part = loss[first : first + rows]
            arrivals.record(first, largest_from(part), part[-1], np.ones(40, dtype=bool))
    found = arrivals.of(np.arange(40)).T
    expected = [[searched(loss[:, lane] - LOWEST, target) for lane in range(40)] for target in TARGETS]
    assert (found[:, 11] == NEVER).all()
    others = np.arange(40) != 11
    assert found[:, others].tolist() == np.array(expected)[:, others].tolist()


def test_a_lane_that_has_ended_keeps_its_arrivals() -> None:
    arrivals = Arrivals(TARGETS, 0.0, np.array([1.0, 1.0]), ROUNDING)
    alive = np.array([True, True])
    arrivals.record(0, np.array([[1.0, 1.0], [0.02, 0.02]]), np.array([0.02, 0.02]), alive)
    arrivals.record(2, np.array([[0.9, 0.9]]), np.array([0.9, 0.9]), np.array([False, True]))
    assert arrivals.of(np.array([0, 1])).tolist() == [[1, 1, 1, NEVER], [NEVER] * 4]
