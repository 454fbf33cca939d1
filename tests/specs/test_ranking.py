"""The one rule of what is best: rounding decides nothing, the arrival at the target breaks ties."""

import math

import numpy as np
import pytest
import torch

from optim_core.specs.ranking import ROUNDING, best_of, loss_rounding, race_ranks, tiers
from optim_core.surfaces import SURFACES, Formula, McCormick, Sphere

TINY = loss_rounding(Sphere())


@pytest.mark.parametrize(
    ("losses", "arrivals", "ranks"),
    [
        ([3e-44, 0.0, 1e-23], [30, 20, 10], [3, 2, 1]),
        ([0.0, 3e-44, 1e-23], [30, 30, 30], [1, 1, 1]),
        ([1e-23, 0.0, 1e-3], [None, 40, 5], [2, 1, 3]),
        ([1.0, 1.0 + 1e-16, 2.0], [None, None, None], [1, 1, 3]),
        ([2.0, None, 1.0], [3, 1, None], [2, None, 1]),
        ([None, None], [None, None], [None, None]),
        ([-1e-30, 0.0], [7, 3], [2, 1]),
        ([-1.0, 0.0], [7, 3], [1, 2]),
    ],
)
def test_losses_within_rounding_tie_and_the_arrival_decides(losses, arrivals, ranks):
    assert race_ranks(losses, arrivals, TINY) == ranks
    numbers = [math.nan if loss is None else loss for loss in losses]
    steps = [math.nan if step is None else step for step in arrivals]
    assert best_of(numbers, steps, TINY) == (ranks.index(1) if 1 in ranks else None)


def test_a_tier_begins_anew_beyond_the_tolerance_of_its_lowest_value():
    assert tiers([0.0, 0.6, 1.2, 5.0, 0.9], 1.0) == [0, 0, 1, 2, 0]
    assert tiers([math.inf, 1.0, math.inf], 1.0) == [1, 0, 1]
    assert tiers([], 1.0) == []


@pytest.mark.parametrize("cls", SURFACES, ids=lambda cls: cls.__name__)
def test_what_ties_is_invisible_beside_the_heights_of_the_surface(cls):
    surface = cls()
    heights = [abs(float(surface(torch.tensor(surface.start, dtype=torch.float64)))), abs(surface.lowest or 0.0)]
    assert 0 < loss_rounding(surface) == pytest.approx(ROUNDING * max(heights))
    assert loss_rounding(surface) < 1e-14 * max(heights)


def test_losses_at_a_minimum_below_zero_tie_as_they_do_at_zero():
    lowest = McCormick().lowest
    near = [lowest, np.nextafter(lowest, 0), lowest - 4e-16]
    assert race_ranks(near, [9, 8, 7], loss_rounding(McCormick())) == [3, 2, 1]


def test_a_surface_without_finite_heights_at_its_start_has_no_ties_but_equal_losses():
    assert loss_rounding(Formula(text="0*x")) == 0.0
    assert race_ranks([0.0, 5e-324], [None, None], 0.0) == [1, 2]
