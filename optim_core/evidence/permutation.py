"""A paired permutation test, and Holm's correction for many pairs."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from optim_core.base.result import Array

EXACT_SEEDS = 16
"""Up to this many seeds all sign patterns are tried; beyond, `DRAWS` random ones."""
DRAWS = 2**15
ROUNDING = 1e-12
"""Sums of differences tie up to this share of the sum of their sizes."""


class PairTests(NamedTuple):
    """Results of paired tests, each an array (pairs,)."""

    sign: Array
    """1 where the differences speak for the first contender, -1 for the second, 0 for neither."""
    p: Array
    """Two-sided p-value of each pair alone."""


def permutation_test(differences: Array) -> PairTests:
    """Test whether paired differences (seeds, pairs) are centered at 0, by flipping their signs.

    The statistic is their sum. If one of a pair's differences is infinite, because one of both has no result, it is the
    sum of signed ranks of all of that pair's differences. The least possible p-value with n seeds is 2 / 2^n.
    """
    seeds = len(differences)
    scores = np.stack([_scores(column) for column in differences.T], axis=1)
    observed, signs = scores.sum(0), _signs(seeds)
    reached = (np.abs(signs @ scores) >= np.abs(observed) - ROUNDING * np.abs(scores).sum(0)).sum(0)
    exact = seeds <= EXACT_SEEDS
    p = reached / len(signs) if exact else (reached + 1) / (len(signs) + 1)
    tie = np.abs(observed) <= ROUNDING * np.abs(scores).sum(0)
    return PairTests(np.where(tie, 0.0, np.sign(observed)), p)


def holm(p: Array) -> Array:
    """P-values (pairs,) adjusted by Holm's method: the chance of any false alarm stays below the level."""
    count, order = len(p), np.argsort(p, kind="stable")
    adjusted = np.empty(count)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate((count - np.arange(count)) * p[order]))
    return adjusted


def _scores(differences: Array) -> Array:
    """Summands of the test for one pair (seeds,): differences over the largest, or signed ranks if one is infinite."""
    sizes = np.abs(differences)
    if np.isinf(sizes).any():
        values, inverse, counts = np.unique(sizes, return_inverse=True, return_counts=True)
        ranks = np.cumsum(counts) - (counts - 1) / 2  # ties share their mean rank
        return np.asarray(np.sign(differences) * np.where(values > 0, ranks, 0.0)[inverse])
    largest = sizes.max(initial=0.0)
    return differences / largest if largest > 0 else differences


@lru_cache(16)
def _signs(seeds: int) -> Array:
    """Sign patterns (patterns, seeds) of 1 and -1: all, with a first sign of 1 because both tails count, or `DRAWS`."""
    if seeds > EXACT_SEEDS:
        return np.random.default_rng(0).choice([-1.0, 1.0], (DRAWS, seeds))
    bits = np.arange(2 ** max(seeds - 1, 0))[:, None] >> np.arange(seeds)
    return np.where(bits & 1, -1.0, 1.0)[:, ::-1]
