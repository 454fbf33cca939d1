"""Performance profiles: how often a contender is nearly as fast as the fastest, and the score that sums them up."""

import numpy as np

from optim_core.base.result import Array

LAST_FACTOR = 4.0
"""Factor up to which AlgoPerf averages a profile (Dahl et al., 2023)."""


def cost_ratios(costs: Array) -> Array:
    """Costs (contenders, problems) over the lowest of each problem; infinite where a contender never arrives.

    Costs are positive, and infinite without an arrival.
    """
    with np.errstate(invalid="ignore"):
        ratios: Array = np.nan_to_num(costs / costs.min(0), nan=np.inf, posinf=np.inf)
    return ratios


def performance_profile(ratios: Array, factors: Array) -> Array:
    """Shares (contenders, n) of the problems that each contender solves within each of n factors of the fastest.

    `ratios` (contenders, problems) as from `cost_ratios`. Source: Dolan & Moré (2002).
    """
    shares: Array = (ratios[:, :, None] <= factors).mean(1)
    return shares


def profile_steps(ratios: Array) -> tuple[Array, Array]:
    """The factors (n,) at which a profile rises, from 1 on, and the shares (contenders, n) there."""
    factors = np.unique([1.0, *ratios[np.isfinite(ratios)]])
    return factors, performance_profile(ratios, factors)


def profile_scores(ratios: Array) -> Array:
    """The mean of each profile over the factors from 1 to `LAST_FACTOR` (contenders,), between 0 and 1: exact."""
    scores: Array = np.clip((LAST_FACTOR - ratios) / (LAST_FACTOR - 1), 0, 1).mean(1)
    return scores
