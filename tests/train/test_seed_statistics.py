"""The band of the seeds of a training, some of which may diverge."""

import numpy as np

from optim_core.train.seed_statistics import seed_band


def test_one_seed_is_its_own_band() -> None:
    found = seed_band([np.array([3.0, 2.0, 1.0])], np.inf)
    for curve in (found.low, found.middle, found.high):
        np.testing.assert_array_equal(curve, [3, 2, 1])


def test_quantiles_equal_those_of_numpy() -> None:
    rows = np.random.default_rng(0).standard_normal((7, 5))
    found = seed_band(list(rows), np.inf)
    np.testing.assert_allclose([found.low, found.middle, found.high], np.quantile(rows, [0.25, 0.5, 0.75], axis=0))


def test_a_seed_that_ended_early_counts_as_the_worst_from_there_on() -> None:
    found = seed_band([np.array([1.0]), np.array([2.0, 2.0]), np.array([3.0, 3.0])], np.inf)
    np.testing.assert_array_equal(found.middle, [2, 3])
    assert (found.high[0], found.high[1]) == (2.5, np.inf)
    scores = seed_band([np.array([0.9]), np.array([0.8, 0.8]), np.array([0.7])], -np.inf)
    np.testing.assert_array_equal(scores.middle, [0.8, -np.inf])
